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

    /// - Parameters:
    ///   - files: the songs.
    ///   - comparison: a corpus to compare with.
    ///   - classes: of each song where it is one of that corpus.
    package init(_ files: [CorpusFile], against comparison: CorpusComparison? = nil, classes: [Int]? = nil) {
        names = Metric.all.map(\.name) + SketchMetric.all.map(\.name) + (comparison?.names ?? [])
        let numbered = files.indices.map { (file: files[$0], number: classes?[$0]) }
        songs = numbered.mapOnTwoThreads { file, number in
            let (input, sketch) = (MetricInput(file.song), SketchReading.sketch(ofDeclared: file.score))
            return Song(
                name: file.name,
                values: Metric.all.map { $0.compute(input) }
                    + SketchMetric.all.map { metric in sketch.flatMap { metric.compute($0) } }
                    + (comparison?.values(file.score, sketch, class: number) ?? []))
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
