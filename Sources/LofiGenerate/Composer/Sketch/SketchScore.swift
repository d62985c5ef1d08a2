import LofiScore

extension Sketch {
    /// Resolution of the scores.
    private static let ticksPerQuarter = 480

    /// Converts the sketch to a score in its key, with a part per voice and its form as sections.
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

    /// Transposition from a key to C major or A minor in semitones, -6…6.
    static func shift(from key: Key) -> Int {
        let relative = (key.tonic + (key.mode == .minor ? 3 : 0)) % 12
        return relative <= 5 ? -relative : 12 - relative
    }

    /// The letter of a section; 0 = A.
    package static func name(_ letter: Int) -> String { String(Character(UnicodeScalar(UInt8(65 + letter)))) }

    private static func meter(_ sixteenths: Int) -> MeterMap.Meter {
        sixteenths % 4 == 0
            ? MeterMap.Meter(beats: sixteenths / 4, unit: 4) : MeterMap.Meter(beats: sixteenths, unit: 16)
    }
}

/// Conversion of voices to parts.
extension Sketch.Voice {
    var role: Role {
        switch self {
        case .bass: .bass
        case .chords: .chords
        case .melody: .melody
        }
    }

    /// A part with the voice's default instrument: acoustic bass, electric piano or grand piano.
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
