import LofiScore

extension BarGridCoding {
    /// The song that words say. Words in an order that means nothing are passed over: a note without a length lasts a
    /// quarter, a length without a note none, and what comes before the first bar begins one.
    /// - Parameter beatsPerMinute: the tempo, which the words do not say.
    package func score(of tokens: [NoteChordToken], beatsPerMinute: Double) -> Score {
        let ticksPerQuarter = 480
        let sixteenth = ticksPerQuarter / 4
        var notes: [Note] = []
        var meters: [MeterMap.Change] = []
        var (start, length, position) = (0, 0, 0)
        /// Of the last word that struck, whose length is still to come.
        var struck = 0
        for token in tokens {
            switch token.kind {
            case .bar(let sixteenths):
                (start, length, position, struck) = (start + length * sixteenth, sixteenths, 0, 0)
                meters.append(MeterMap.Change(tick: start, meter: Self.meter(sixteenths)))
            case .position(let place): (position, struck) = (place, 0)
            case .length(let sixteenths):
                for index in notes.indices.suffix(struck) { notes[index].durationTicks = sixteenths * sixteenth }
                struck = 0
            case .note, .voicing, .chord:
                if meters.isEmpty {
                    length = 16
                    meters.append(MeterMap.Change(tick: 0, meter: .commonTime))
                }
                let pitches = Self.pitches(token.kind)
                struck = pitches.count
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
