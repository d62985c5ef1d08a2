/// How far apart the onsets of a score are, and how even.
package struct EventSpacing {
    /// The commonest distance between onsets, ticks.
    package let ticks: Int
    /// Whether nearly all onsets are that far apart, and nearly all notes of one or two lengths.
    package let isEven: Bool
    package let onsetsPerSecond: Double

    /// Fewer events than these are even by chance.
    private static let fewestOnsets = 12

    /// nil for fewer than twelve onsets.
    package init?(_ score: Score) {
        let notes = score.pitchedNotes
        var onsets: [Int] = []
        for note in notes where note.startTick > onsets.last ?? -1 { onsets.append(note.startTick) }
        guard onsets.count >= Self.fewestOnsets, let first = onsets.first, let last = onsets.last else { return nil }
        let (distance, share) = Self.commonest(zip(onsets, onsets.dropFirst()).map { $1 - $0 }, kinds: 1)
        ticks = distance
        let (_, lengths) = Self.commonest(notes.map(\.durationTicks), kinds: 2)
        isEven = share >= 0.98 && lengths >= 0.95
        let seconds = score.tempoMap.seconds(at: last) - score.tempoMap.seconds(at: first)
        onsetsPerSecond = Double(onsets.count - 1) / max(1e-9, seconds)
    }

    /// The commonest value, and the share of the commonest few; values within a hundredth count as one.
    private static func commonest(_ values: [Int], kinds: Int) -> (value: Int, share: Double) {
        var counts: [Int: Int] = [:]
        for value in values { counts[value, default: 0] += 1 }
        let ranked = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(kinds).map(\.key)
        guard let first = ranked.first else { return (0, 0) }
        let near = values.count { value in ranked.contains { abs(value - $0) * 100 <= $0 + 99 } }
        return (first, Double(near) / Double(values.count))
    }
}
