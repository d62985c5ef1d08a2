import LofiPlatform
import LofiScore

/// Chord bigrams of a corpus, for the cross-entropy of other songs in bits per change.
///
/// Chords are reduced to a root and a major or minor third, in C major or A minor. Half a count is added to every
/// change, so that none is impossible.
package struct ChordBigrams: Sendable {
    private static let kinds = 24
    private static let unseen = 0.5
    private let counts: [Double]
    private let totals: [Double]

    /// Counts the chord changes of a corpus.
    package init(_ sketches: [Sketch]) {
        var counts = [Double](repeating: Self.unseen, count: Self.kinds * Self.kinds)
        for sketch in sketches {
            let changes = sketch.chordChanges
            for (from, to) in zip(changes, changes.dropFirst()) { counts[from * Self.kinds + to] += 1 }
        }
        self.counts = counts
        totals = (0..<Self.kinds).map { row in counts[row * Self.kinds..<(row + 1) * Self.kinds].reduce(0, +) }
    }

    /// Cross-entropy in bits per change.
    /// - Returns: nil if the song has fewer than two chords.
    package func crossEntropy(of sketch: Sketch) -> Double? {
        let changes = sketch.chordChanges
        guard changes.count > 1 else { return nil }
        let bits = zip(changes, changes.dropFirst()).map { from, to in
            -log2(counts[from * Self.kinds + to] / totals[from])
        }
        return bits.reduce(0, +) / Double(bits.count)
    }
}
