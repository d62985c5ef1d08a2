import LofiScore

/// Velocities for notes that have none of their own: meter accents, a phrase arc, and pitch height.
struct MetricAccents {
    private let bars: [MeterMap.Bar]
    private let ticksPerQuarter: Int

    /// Base velocities: of a melody, of anything else.
    private static let melodyLevel = 80.0, level = 66.0
    /// Added at the start of a bar, in its middle, on its other beats, and off the beat: much gentler than drummers'
    /// (hats 92 on the beat, 57 off it, in the Groove MIDI Dataset).
    private static let accents = (bar: 9.0, middle: 5.0, beat: 1.0, off: -6.0)
    private static let phraseBars = 4, arc = 6.0

    init(_ score: Score) {
        bars = score.meterMap.bars(upTo: score.lastNoteEndTick + 1)
        ticksPerQuarter = score.ticksPerQuarter
    }

    /// Returns the part with shaped velocities, 1…127.
    func shaped(_ part: Part) -> Part {
        guard !part.notes.isEmpty else { return part }
        let mean = Double(part.notes.reduce(0) { $0 + $1.pitch }) / Double(part.notes.count)
        let level = part.role == .melody ? Self.melodyLevel : Self.level
        var shaped = part
        var bar = 0
        for index in part.notes.indices {
            let note = part.notes[index]
            while bar + 1 < bars.count, bars[bar].endTick <= note.startTick { bar += 1 }
            let beat = bars[bar].meter.beatTicks(ticksPerQuarter: ticksPerQuarter)
            let position = note.startTick - bars[bar].startTick
            let accent =
                position == 0
                ? Self.accents.bar
                : position * 2 == bars[bar].lengthTicks
                    ? Self.accents.middle : position % beat == 0 ? Self.accents.beat : Self.accents.off
            let phrasePosition =
                (Double(bars[bar].index % Self.phraseBars) + Double(position) / Double(max(1, bars[bar].lengthTicks)))
                / Double(Self.phraseBars)
            let height = (Double(note.pitch) - mean) * 0.4
            let velocity =
                level + accent + Self.arc * (8 * phrasePosition * (1 - phrasePosition) - 1) + height.clamped(to: -5...5)
            shaped.notes[index].velocity = Int(velocity.rounded()).clamped(to: 1...127)
        }
        return shaped
    }
}
