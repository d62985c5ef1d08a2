import LofiPlatform
import LofiScore

/// Metrics of a set of songs, and their means.
package struct Evaluation: Sendable {
    /// One song's values.
    package struct Song: Sendable {
        /// File name as given, or path below the folder.
        package let name: String
        /// Values in the order of `Evaluation.names`; nil = not measurable.
        package let values: [Double?]
    }

    /// Where the key of a song comes from.
    package enum KeyWitness: Sendable {
        /// Its only key signature, otherwise an estimate: for songs generated in a requested key.
        case signature
        /// Always an estimate: for corpora, whose signatures may be wrong or whose songs may modulate.
        case ear

        /// nil = estimate it.
        fileprivate func key(of score: Score) -> Key? {
            self == .signature && score.keySignatures.count == 1 ? score.keySignatures[0].key : nil
        }
    }

    /// Names of the metrics, in the order of the values.
    package let names: [String]
    /// Values by song.
    package let songs: [Song]

    /// - Parameters:
    ///   - files: The songs.
    ///   - bars: Number of bars from the middle of each song to measure; nil = all.
    ///   - key: Where the key of a song comes from.
    ///   - comparison: A corpus to compare with.
    ///   - classes: Class of each song if they are part of that corpus.
    package init(
        _ files: [CorpusFile], bars: Int? = nil, key: KeyWitness = .signature,
        against comparison: CorpusComparison? = nil, classes: [Int]? = nil
    ) {
        names = Metric.all.map(\.name) + SketchMetric.all.map(\.name) + (comparison?.names ?? [])
        let numbered = files.indices.map { (file: files[$0], number: classes?[$0]) }
        songs = numbered.mapInParallel { file, number in
            let excerpt = bars.map { file.score.onPulse.excerpt(bars: $0) }
            let score = excerpt ?? file.score
            let input = excerpt.map { MetricInput($0) } ?? MetricInput(file.song)
            let sketch = SketchReading.sketch(of: score, style: "", key: key.key(of: score))
            return Song(
                name: file.name,
                values: Metric.all.map { $0.compute(input) }
                    + SketchMetric.all.map { metric in sketch.flatMap { metric.compute($0) } }
                    + (comparison?.values(score, sketch, class: number) ?? []))
        }
    }

    /// Mean over the songs for which a metric is measurable; nil if there are none.
    package var means: [Double?] {
        names.indices.map { index in
            let known = songs.compactMap { $0.values[index] }
            return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
        }
    }
}
