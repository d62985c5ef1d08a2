import LofiScore

extension BarGridCoding {
    /// Decodes a song. Tokens in a meaningless order are tolerated: a note without a duration lasts a quarter, a
    /// duration without a note is ignored, and notes before the first bar start one.
    /// - Parameters:
    ///   - tokens: The tokens to decode.
    ///   - beatsPerMinute: Tempo, which the tokens do not include.
    package func score(of tokens: [NoteChordToken], beatsPerMinute: Double) -> Score {
        let ticksPerQuarter = 480
        let sixteenth = ticksPerQuarter / 4
        var notes: [Note] = []
        var meters: [MeterMap.Change] = []
        var (start, length, position) = (0, 0, 0)
        /// Number of notes of the last token, whose duration has not been read yet.
        var pending = 0
        for token in tokens {
            switch token.kind {
            case .bar(let sixteenths):
                (start, length, position, pending) = (start + length * sixteenth, sixteenths, 0, 0)
                meters.append(MeterMap.Change(tick: start, meter: Self.meter(sixteenths)))
            case .position(let sixteenths): (position, pending) = (sixteenths, 0)
            case .length(let sixteenths):
                for index in notes.indices.suffix(pending) { notes[index].durationTicks = sixteenths * sixteenth }
                pending = 0
            case .note, .voicing, .chord:
                if meters.isEmpty {
                    length = 16
                    meters.append(MeterMap.Change(tick: 0, meter: .commonTime))
                }
                let pitches = Self.pitches(token.kind)
                pending = pitches.count
                notes += pitches.map {
                    Note(
                        startTick: start + position * sixteenth, durationTicks: ticksPerQuarter, pitch: $0, velocity: 80
                    )
                }
            }
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: ticksPerQuarter, beatsPerMinute: beatsPerMinute),
            meterMap: MeterMap(ticksPerQuarter: ticksPerQuarter, changes: meters),
            parts: [
                Part(
                    name: "Piano", role: .chords,
                    notes: notes.sorted { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) })
            ])
    }

    private static func pitches(_ kind: NoteChordToken.Kind) -> [Int] {
        switch kind {
        case .note(let pitch): [pitch]
        case .voicing(let pitches): pitches
        case .chord(let pitchClasses): pitchClasses.map { 60 + $0 }
        case .bar, .position, .length: []
        }
    }

    private static func meter(_ sixteenths: Int) -> MeterMap.Meter {
        sixteenths % 4 == 0
            ? MeterMap.Meter(beats: sixteenths / 4, unit: 4) : MeterMap.Meter(beats: sixteenths, unit: 16)
    }
}
