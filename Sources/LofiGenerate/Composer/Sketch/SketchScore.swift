import LofiScore

extension Sketch {
    private static let ticksPerQuarter = 480

    /// The sketch in its key, a part for each voice, its chords' form as sections.
    package func score() -> Score {
        let sixteenth = Self.ticksPerQuarter / 4
        let shift = Self.shift(from: key)
        var notes: [Voice: [LofiScore.Note]] = [:]
        var meters: [MeterMap.Change] = []
        var form: [SongSection] = []
        var start = 0
        for section in sections {
            let sectionStart = start
            for bar in section.bars {
                meters.append(MeterMap.Change(tick: start, meter: Self.meter(bar.length)))
                for note in bar.notes where (0...127).contains(note.pitch - shift) {
                    notes[note.voice, default: []].append(
                        LofiScore.Note(
                            startTick: start + note.position * sixteenth, durationTicks: note.length * sixteenth,
                            pitch: note.pitch - shift, velocity: Self.velocity(ofClass: note.velocity)))
                }
                start += bar.length * sixteenth
            }
            form.append(
                SongSection(startTick: sectionStart, endTick: start, kind: .verse, label: Self.name(section.letter)))
        }
        var score = Score(
            tempoMap: TempoMap(ticksPerQuarter: Self.ticksPerQuarter, beatsPerMinute: beatsPerMinute),
            meterMap: MeterMap(ticksPerQuarter: Self.ticksPerQuarter, changes: meters),
            keySignatures: [KeySignature(tick: 0, key: key)],
            parts: Voice.allCases.reversed().enumerated().compactMap { channel, voice in
                notes[voice].map { voice.part($0, channel: channel) }
            })
        score.sections = form
        return score
    }

    /// Semitones from a key up or down to C major or A minor, six at most.
    static func shift(from key: Key) -> Int {
        let relative = (key.tonic + (key.mode == .minor ? 3 : 0)) % 12
        return relative <= 5 ? -relative : 12 - relative
    }

    package static func name(_ letter: Int) -> String { String(Character(UnicodeScalar(UInt8(65 + letter)))) }

    private static func meter(_ sixteenths: Int) -> MeterMap.Meter {
        sixteenths % 4 == 0
            ? MeterMap.Meter(beats: sixteenths / 4, unit: 4) : MeterMap.Meter(beats: sixteenths, unit: 16)
    }
}

extension Sketch.Voice {
    var role: Role {
        switch self {
        case .bass: .bass
        case .chords: .chords
        case .melody: .melody
        }
    }

    /// The voice as a part: acoustic bass, electric piano, grand piano.
    func part(_ notes: [LofiScore.Note], channel: Int) -> Part {
        let (name, program) =
            switch self {
            case .bass: ("Bass", 32)
            case .chords: ("Chords", 4)
            case .melody: ("Melody", 0)
            }
        return Part(
            name: name, role: role, program: program, channel: channel,
            notes: notes.sorted { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) })
    }
}
