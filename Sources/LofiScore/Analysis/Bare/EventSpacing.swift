/// Spacing of the onsets in a score, and how regular it is.
package struct EventSpacing {
    /// The most common distance between consecutive onsets, in ticks.
    package let ticks: Int
    /// Whether at least 98 % of the onsets are that far apart and 95 % of the notes have one of two durations.
    package let isEven: Bool
    /// Mean onset rate, in onsets per second.
    package let onsetsPerSecond: Double

    /// Fewer onsets than this are often even by chance.
    private static let minimumOnsets = 12

    /// Returns nil if there are fewer than twelve onsets.
    package init?(_ score: Score) {
        let notes = score.pitchedNotes
        var onsets: [Int] = []
        for note in notes where note.startTick > onsets.last ?? -1 { onsets.append(note.startTick) }
        guard onsets.count >= Self.minimumOnsets, let first = onsets.first, let last = onsets.last else { return nil }
        let (distance, share) = Self.commonest(zip(onsets, onsets.dropFirst()).map { $1 - $0 }, kinds: 1)
        ticks = distance
        let (_, lengths) = Self.commonest(notes.map(\.durationTicks), kinds: 2)
        isEven = share >= 0.98 && lengths >= 0.95
        let seconds = score.tempoMap.seconds(at: last) - score.tempoMap.seconds(at: first)
        onsetsPerSecond = Double(onsets.count - 1) / max(1e-9, seconds)
    }

    /// The most common value, and the share of the `kinds` most common ones; values within 1 % count as equal.
    private static func commonest(_ values: [Int], kinds: Int) -> (value: Int, share: Double) {
        var counts: [Int: Int] = [:]
        for value in values { counts[value, default: 0] += 1 }
        let ranked = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(kinds).map(\.key)
        guard let first = ranked.first else { return (0, 0) }
        let near = values.count { value in ranked.contains { abs(value - $0) * 100 <= $0 + 99 } }
        return (first, Double(near) / Double(values.count))
    }
}
