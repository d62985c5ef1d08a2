import LofiScore

/// Songs in figures: each song's own, and their mean.
package struct Evaluation: Sendable {
    package struct Song: Sendable {
        /// As given, or below the folder.
        package let name: String
        /// By `Evaluation.names`.
        package let values: [Double?]
    }

    /// What is measured, in the order of the values.
    package let names: [String]
    package let songs: [Song]

    /// Steps of the n-grams.
    package static let copyLengths = [4, 8]

    /// - Parameters:
    ///   - files: the songs.
    ///   - copies: what they may have copied from; none where there is nothing to compare with.
    ///   - classes: of each song where it is one of that corpus: what it shares with itself is no copy.
    package init(_ files: [CorpusFile], copies: [CopyRate] = [], classes: [Int]? = nil) {
        names = Metric.all.map(\.name) + copies.map { "copied_\($0.length)_steps" }
        let numbered = files.indices.map { (file: files[$0], number: classes?[$0]) }
        songs = numbered.mapOnTwoThreads { file, number in
            let input = MetricInput(file.song)
            return Song(
                name: file.name,
                values: Metric.all.map { $0.compute(input) }
                    + copies.map { $0.rate(of: file.score, leavingOut: number) })
        }
    }

    /// Over the songs that have the figure; nil where none has.
    package var means: [Double?] {
        names.indices.map { index in
            let known = songs.compactMap { $0.values[index] }
            return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
        }
    }
}
