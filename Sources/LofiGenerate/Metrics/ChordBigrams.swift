import LofiPlatform
import LofiScore

/// Which chord follows which in a corpus, and how much that surprises in another song: cross-entropy in bits a change.
///
/// Chords are roots and major or minor thirds, in C major or A minor; every change has half a count more than was seen, so
/// that none is impossible.
package struct ChordBigrams: Sendable {
    private static let kinds = 24
    private static let unseen = 0.5
    private let counts: [Double]
    private let totals: [Double]

    package init(_ sketches: [Sketch]) {
        var counts = [Double](repeating: Self.unseen, count: Self.kinds * Self.kinds)
        for sketch in sketches {
            let changes = sketch.chordChanges
            for (from, to) in zip(changes, changes.dropFirst()) { counts[from * Self.kinds + to] += 1 }
        }
        self.counts = counts
        totals = (0..<Self.kinds).map { row in counts[row * Self.kinds..<(row + 1) * Self.kinds].reduce(0, +) }
    }

    /// - Returns: nil where the song has fewer than two chords.
    package func crossEntropy(of sketch: Sketch) -> Double? {
        let changes = sketch.chordChanges
        guard changes.count > 1 else { return nil }
        let bits = zip(changes, changes.dropFirst()).map { from, to in
            -log2(counts[from * Self.kinds + to] / totals[from])
        }
        return bits.reduce(0, +) / Double(bits.count)
    }
}
