extension BeatGrid {
    /// Tracks the beat in seconds.
    /// - Parameters:
    ///   - isDotted: Whether a beat is a dotted quarter; nil = estimate it from the notes.
    ///   - meter: Beats per bar chosen by the user; nil = estimate them.
    /// - Returns: nil if no steady beat is found.
    static func throughNotes(_ onsets: Onsets, isDotted: Bool? = nil, meter: Int? = nil) -> BeatGrid? {
        let tracked = BeatTracker(onsets.onsets).beats
        guard tracked.count >= 8 else { return nil }
        let beats = steadied(tracked)
        let clock = BeatClock(beats)
        let positions = onsets.onsets.map { clock.position(at: $0.seconds) }
        let clarity = clarity(positions)
        // Tuned 2026-11-24: random note clouds stay below, performances of POP909 above.
        guard clarity > 0.4 else { return nil }
        let isCompound = isDotted ?? hasThirds(positions)
        let harmony = BeatHarmony(
            onsets.sounding,
            spans: onsets.sounding.map { (clock.position(at: $0.startSeconds), clock.position(at: $0.endSeconds)) },
            beatCount: beats.count)
        let evidence = BarEvidence(onsets.onsets, positions: positions, harmony: harmony, beatCount: beats.count)
        let bars = BarTracker(
            evidence.strengths, lengths: meter.map { [$0] } ?? (isCompound ? [2] : [4, 3, 5]), declared: meter)
        return BeatGrid(
            beats: beats, downbeatIndices: bars.downbeats, beatsPerBar: bars.beatsPerBar, isCompound: isCompound,
            source: .notes, beatConfidence: clarity * steadiness(of: beats), barConfidence: barConfidence(bars))
    }

    /// Whether the tracked tempo is steady and not the default 120 bpm or its half, quarter or double.
    var isElsewhere: Bool {
        guard let beatsPerMinute else { return false }
        return ![0.25, 0.5, 1, 2].contains { abs(beatsPerMinute / ($0 * 120) - 1) < 0.03 } && isSteady
    }

    private var isSteady: Bool {
        let distances = zip(beats, beats.dropFirst()).map { $1 - $0 }
        guard let shortest = distances.min(), let longest = distances.max() else { return false }
        return longest < shortest * 1.1
    }

    /// Replaces the beats by an exactly steady tempo if one fits them all: sequenced music does not waver.
    private static func steadied(_ beats: [Double]) -> [Double] {
        let count = Double(beats.count)
        let meanIndex = (count - 1) / 2, meanSeconds = beats.reduce(0, +) / count
        var (product, square) = (0.0, 0.0)
        for (index, beat) in beats.enumerated() {
            product += (Double(index) - meanIndex) * (beat - meanSeconds)
            square += (Double(index) - meanIndex) * (Double(index) - meanIndex)
        }
        let period = product / square
        let line = beats.indices.map { meanSeconds + (Double($0) - meanIndex) * period }
        // 30 ms: how far tracking strays from a steady beat.
        return zip(line, beats).allSatisfy { abs($0 - $1) < 0.03 } ? line : beats
    }

    /// How much of the music falls on beats and their halves, thirds and quarters: 0 = chance, 1 = all.
    private static func clarity(_ positions: [Double]) -> Double {
        let near = positions.filter { position in
            [2.0, 3, 4].contains { abs(position * $0 - (position * $0).rounded()) < 0.05 * $0 }
        }.count
        // Positions within a twentieth of a beat of such a point cover 0.57 of the beat.
        return max(0, (Double(near) / Double(max(1, positions.count)) - 0.57) / 0.43)
    }

    /// Whether both thirds of the beat have onsets, far more often than its half; swing has only the second third.
    private static func hasThirds(_ positions: [Double]) -> Bool {
        var counts = [Int](repeating: 0, count: 12)
        for position in positions {
            let part = position - position.rounded(.down)
            counts[Int((part * 12).rounded()) % 12] += 1
        }
        return min(counts[4], counts[8]) > 2 * (counts[6] + counts[3]) && min(counts[4], counts[8]) * 4 > counts[0]
    }
}
