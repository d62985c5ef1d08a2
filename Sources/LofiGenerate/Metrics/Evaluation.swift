import LofiPlatform
import LofiScore

/// Songs in figures: each song's own, and their mean.
package struct Evaluation: Sendable {
    package struct Song: Sendable {
        /// As given, or below the folder.
        package let name: String
        /// By `Evaluation.names`.
        package let values: [Double?]
    }

    /// Who says which key a song is in.
    package enum KeyWitness: Sendable {
        /// Its one key signature, else the ear: for songs whose key was asked for.
        case signature
        /// For songs of a corpus, whose signatures may be wrong and which may have moved on to another key.
        case ear

        /// nil: it is to be heard.
        fileprivate func key(of score: Score) -> Key? {
            self == .signature && score.keySignatures.count == 1 ? score.keySignatures[0].key : nil
        }
    }

    /// What is measured, in the order of the values.
    package let names: [String]
    package let songs: [Song]

    /// - Parameters:
    ///   - files: the songs.
    ///   - bars: how many of each count, from its middle; nil takes all.
    ///   - key: whose word counts for the key that a song is measured in.
    ///   - comparison: a corpus to compare with.
    ///   - classes: of each song where it is one of that corpus.
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

    /// Over the songs that have the figure; nil where none has.
    package var means: [Double?] {
        names.indices.map { index in
            let known = songs.compactMap { $0.values[index] }
            return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
        }
    }
}
