/// The form of a song, found by comparing it with itself: A, B, A'.
///
/// Bars are compared by harmony, rhythm and density (after J. Foote, "Automatic audio segmentation using a measure of
/// audio novelty", 2000, applied to notes instead of audio). Sections are whole phrases of eight bars, or four in short
/// songs, aligned so that changes fall on their boundaries; neighbours that differ only in detail count as repeats.
public struct SectionAnalysis: Sendable, Equatable {
    /// One section of the form.
    public struct Section: Sendable, Equatable {
        /// Start in ticks.
        public let startTick: Int
        /// End in ticks, exclusive.
        public let endTick: Int
        /// Indices of its bars.
        public let bars: Range<Int>
        /// A, B, …; with a prime for a variation of an earlier section.
        public let label: String
        /// Notes per bar relative to the song's mean; 1 = average.
        public let density: Double
    }

    /// The sections in order, without gaps.
    public let sections: [Section]

    /// Minimum similarity of a repeat, and of a variation.
    private static let same = 0.93
    private static let variant = 0.82
    /// Maximum number of distinct sections compared.
    private static let maximumModels = 200

    /// Analyses the form of `score`.
    public init(_ score: Score) {
        let bars = score.meterMap.bars(upTo: score.lastNoteEndTick)
        let features = BarFeatures.of(score, bars: bars)
        let borders = Self.borders(features)
        let mean = Double(features.reduce(0) { $0 + $1.onsets }) / Double(max(1, bars.count))
        var models: [(label: String, bars: Range<Int>)] = []
        var names = 0
        var sections: [Section] = []
        for (start, end) in zip(borders, borders.dropFirst()) {
            let range = start..<end
            let best = models.map { (label: $0.label, similarity: Self.similarity(features, $0.bars, range)) }
                .max { $0.similarity < $1.similarity }
            let label: String
            if let best, best.similarity >= Self.same {
                label = best.label
            } else if let best, best.similarity >= Self.variant {
                label = best.label.hasSuffix("'") ? best.label : best.label + "'"
            } else {
                label = Self.name(names)
                names += 1
                if models.count < Self.maximumModels { models.append((label, range)) }
            }
            let onsets = range.reduce(0) { $0 + features[$1].onsets }
            sections.append(
                Section(
                    startTick: bars[start].startTick, endTick: bars[end - 1].endTick, bars: range, label: label,
                    density: mean > 0 ? Double(onsets) / Double(range.count) / mean : 0))
        }
        self.sections = sections
    }

    /// Indices of the bars at which sections begin, and the number of bars at the end.
    private static func borders(_ features: [BarFeatures]) -> [Int] {
        let count = features.count
        guard count > 0 else { return [] }
        let phrase = count >= 24 ? 8 : 4
        guard count > phrase else { return [0, count] }
        let novelty = (0...count).map { Self.novelty(features, at: $0, reach: phrase / 2) }
        // The phrase grid starts at the first bar unless the music clearly indicates a pickup phrase.
        let offsets = (0..<phrase).map { offset in
            (offset: offset, novelty: Self.mean(stride(from: offset, to: count, by: phrase).map { novelty[$0] }))
        }
        let first = offsets[0].novelty
        let best = offsets.max { $0.novelty < $1.novelty } ?? offsets[0]
        let offset = best.novelty > first * 1.15 + 0.02 ? best.offset : 0
        var borders = offset > 0 ? [0] : []
        borders += stride(from: offset, to: count, by: phrase)
        borders.append(count)
        // A few leftover bars join their neighbour.
        if borders.count > 2, borders[1] - borders[0] < phrase / 2 { borders.remove(at: 1) }
        if borders.count > 2, borders[borders.count - 1] - borders[borders.count - 2] < phrase / 2 {
            borders.remove(at: borders.count - 2)
        }
        return borders
    }

    /// How much the bars after a bar line differ from those before it.
    private static func novelty(_ features: [BarFeatures], at bar: Int, reach: Int) -> Double {
        guard bar > 0, bar < features.count else { return 0 }
        let before = max(0, bar - reach)..<bar
        let after = bar..<min(features.count, bar + reach)
        let across = mean(before.flatMap { a in after.map { features[a].similarity(to: features[$0]) } })
        let within = mean(
            [before, after].flatMap { side in
                side.flatMap { a in side.map { features[a].similarity(to: features[$0]) } }
            })
        return within - across
    }

    /// Mean similarity of corresponding bars, 0…1; 0 if the lengths differ too much.
    private static func similarity(_ features: [BarFeatures], _ a: Range<Int>, _ b: Range<Int>) -> Double {
        let shared = min(a.count, b.count)
        guard shared * 2 > max(a.count, b.count) else { return 0 }
        return mean((0..<shared).map { features[a.lowerBound + $0].similarity(to: features[b.lowerBound + $0]) })
    }

    private static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }

    /// A … Z, then A2, B2, …
    private static func name(_ number: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(65 + number % 26)))
        return number < 26 ? letter : "\(letter)\(number / 26 + 1)"
    }
}
