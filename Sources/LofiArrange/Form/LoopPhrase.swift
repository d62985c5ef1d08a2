import LofiPlatform
import LofiScore

/// The phrase of a song that makes the best loop of a number of bars.
///
/// It should begin with a section, or a multiple of four bars after its beginning, end with one, be full, have bars of one length,
/// contain neither intro nor outro, begin on the tonic, and let every part play. The earliest of the best is taken.
struct LoopPhrase: Sendable, Equatable {
    /// Indices of the bars, from 0.
    let bars: Range<Int>
    /// What spoke for it, as a sentence for the user.
    let reason: String

    /// Returns nil if the song has fewer bars.
    /// - Parameters:
    ///   - score: a song with its sections.
    ///   - bars: its bars of music.
    ///   - count: length of the loop in bars.
    init?(_ score: Score, in bars: [MeterMap.Bar], count: Int) {
        guard count > 0, bars.count >= count else { return nil }
        let evidence = Evidence(score, bars)
        let ranked = (0...(bars.count - count)).map { first in
            (first: first, traits: evidence.traits(first..<(first + count)))
        }
        guard let best = ranked.max(by: { ($0.traits.weight, -$0.first) < ($1.traits.weight, -$1.first) }) else {
            return nil
        }
        self.bars = best.first..<(best.first + count)
        reason =
            "loop of bars \(best.first + 1) to \(best.first + count) of \(bars.count): "
            + best.traits.words.joined(separator: ", ")
    }

    private struct Traits {
        var weight = 0.0
        var words: [String] = []

        mutating func add(_ weight: Double, _ word: String?) {
            self.weight += weight
            if let word { words.append(word) }
        }
    }

    /// What is known of each bar.
    private struct Evidence {
        let bars: [MeterMap.Bar]
        let sections: [SongSection]
        let fullness: [Double]
        let isBorder: [Bool]
        /// Whether the lowest note at the first beat is the tonic.
        let isOnTonic: [Bool]
        /// Parts with an onset, by index.
        let parts: [Set<Int>]
        let partCount: Int

        init(_ score: Score, _ bars: [MeterMap.Bar]) {
            self.bars = bars
            sections = score.sections
            let within = bars.map { score.section(at: $0.startTick) }
            fullness = within.map { $0?.fullness ?? 0.8 }
            isBorder = within.map { $0?.kind == .intro || $0?.kind == .outro }
            let tonic = KeyEstimate(score)?.key.tonic
            let pitched = score.pitchedNotes
            isOnTonic = bars.map { bar in
                let reach = (bar.startTick - score.ticksPerQuarter / 8)..<(bar.startTick + score.ticksPerQuarter / 2)
                let first = pitched.partitioningIndex { $0.startTick >= reach.lowerBound }
                let lowest = pitched[first...].prefix { $0.startTick < reach.upperBound }.map(\.pitch).min()
                return lowest.map { $0 % 12 == tonic } ?? false
            }
            var parts = [Set<Int>](repeating: [], count: bars.count)
            for (index, part) in score.parts.enumerated() {
                for note in part.notes {
                    let bar = bars.partitioningIndex { $0.startTick > note.startTick } - 1
                    if bars.indices.contains(bar) { parts[bar].insert(index) }
                }
            }
            self.parts = parts
            partCount = max(1, score.parts.count { !$0.notes.isEmpty })
        }

        func traits(_ range: Range<Int>) -> Traits {
            var traits = Traits()
            let (start, end) = (bars[range.lowerBound].startTick, bars[range.upperBound - 1].endTick)
            let section = sections.first { $0.contains(start) }
            if let section, section.startTick == start {
                traits.add(3, "from the beginning of the \(section.kind.rawValue)")
            } else {
                let first = section.flatMap { section in bars.firstIndex { $0.startTick >= section.startTick } } ?? 0
                let isInStep = (range.lowerBound - first) % 4 == 0
                let place = section.map { "in the \($0.kind.rawValue)" } ?? "no sections known"
                traits.add(isInStep ? 1.5 : 0, isInStep ? place + ", a multiple of four bars in" : place)
            }
            if sections.contains(where: { $0.endTick == end }) { traits.add(1, "to the end of a section") }
            let mean = fullness[range].reduce(0, +) / Double(range.count)
            traits.add(3 * mean, nil)
            if range.contains(where: { isBorder[$0] }) { traits.add(-4, "with intro or outro") }
            // A bar that a player cut short would be heard each time round.
            if Set(bars[range].map(\.lengthTicks)).count > 1 { traits.add(-3, "with bars of different lengths") }
            if isOnTonic[range.lowerBound] { traits.add(1, "on the tonic") }
            let playing = range.reduce(into: Set<Int>()) { $0.formUnion(parts[$1]) }
            traits.add(2 * Double(playing.count) / Double(partCount), "\(playing.count) of \(partCount) parts play")
            return traits
        }
    }
}
