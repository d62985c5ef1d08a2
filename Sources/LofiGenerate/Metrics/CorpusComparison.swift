import LofiPlatform
import LofiScore

/// What songs are compared with: what they may have copied from, and whose chords they may follow.
package struct CorpusComparison: Sendable {
    /// Steps of the n-grams.
    private static let copyLengths = [4, 8]

    private let copies: [CopyRate]
    private let chords: ChordBigrams

    package init(_ corpus: Corpus) {
        copies = Self.copyLengths.map { CopyRate(corpus, length: $0) }
        let songs = Array(zip(corpus.files, corpus.classes).enumerated()).filter { index, song in
            // One song in twelve keys is one song.
            corpus.classes.firstIndex(of: song.1) == index
        }.map(\.element.0)
        chords = ChordBigrams(songs.mapInParallel { SketchReading.sketch(of: $0.score, style: "") }.compactMap { $0 })
    }

    var names: [String] { ["chord_bigram_bits"] + copies.map { "copied_\($0.length)_steps" } }

    /// - Parameter number: the class of the song where it is one of the corpus itself: what it shares with itself is no copy.
    func values(_ score: Score, _ sketch: Sketch?, class number: Int?) -> [Double?] {
        [sketch.flatMap(chords.crossEntropy)] + copies.map { $0.rate(of: score, leavingOut: number) }
    }
}
