/// Number of distinct pitches that sound at once, without drums.
package struct Polyphony {
    /// Ticks by number of sounding pitches.
    private let ticks: [Int]
    private let endTick: Int

    /// Counts the sounding pitches of a song.
    package init(_ input: MetricInput) {
        // A pitch held by two parts counts once.
        var changes: [(tick: Int, by: Int)] = []
        for (_, spans) in Dictionary(grouping: input.notes.filter { $0.end > $0.start }, by: \.pitch) {
            var (start, end) = (0, -1)
            for span in spans.sorted(by: { $0.start < $1.start }) {
                if span.start <= end {
                    end = max(end, span.end)
                } else {
                    if end >= 0 { changes += [(start, 1), (end, -1)] }
                    (start, end) = (span.start, span.end)
                }
            }
            changes += [(start, 1), (end, -1)]
        }
        var ticks = [Int](repeating: 0, count: 129)
        var (sounding, last) = (0, 0)
        for change in changes.sorted(by: { $0.tick < $1.tick }) {
            ticks[sounding] += change.tick - last
            (sounding, last) = (sounding + change.by, change.tick)
        }
        self.ticks = ticks
        endTick = input.endTick
    }

    /// Mean number of pitches while any sounds; nil in silence.
    package var mean: Double? {
        let any = ticks.dropFirst().reduce(0, +)
        guard any > 0 else { return nil }
        return Double(ticks.indices.reduce(0) { $0 + $1 * ticks[$1] }) / Double(any)
    }

    /// Share of the song with more than `threshold` pitches, 0…1.
    package func rate(above threshold: Int) -> Double? {
        endTick > 0 ? Double(ticks[(threshold + 1)...].reduce(0, +)) / Double(endTick) : nil
    }
}
