import LofiPlatform
import LofiScore

/// Comparison of songs with a corpus: copied melody and chord statistics.
package struct CorpusComparison: Sendable {
    /// Steps per n-gram.
    private static let copyLengths = [4, 8]

    private let copies: [CopyRate]
    private let chords: ChordBigrams

    /// Prepares the comparison with a corpus.
    package init(_ corpus: Corpus) {
        copies = Self.copyLengths.map { CopyRate(corpus, length: $0) }
        let songs = Array(zip(corpus.files, corpus.classes).enumerated()).filter { index, song in
            // Transpositions of a song count once.
            corpus.classes.firstIndex(of: song.1) == index
        }.map(\.element.0)
        chords = ChordBigrams(songs.mapInParallel { SketchReading.sketch(of: $0.score, style: "") }.compactMap { $0 })
    }

    /// Names of the values.
    var names: [String] { ["chord_bigram_bits"] + copies.map { "copied_\($0.length)_steps" } }

    /// The values of a song.
    /// - Parameter number: Its class if it is itself in the corpus, where it does not count as a source of copies.
    func values(_ score: Score, _ sketch: Sketch?, class number: Int?) -> [Double?] {
        [sketch.flatMap(chords.crossEntropy)] + copies.map { $0.rate(of: score, leavingOut: number) }
    }
}
