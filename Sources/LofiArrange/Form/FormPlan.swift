import LofiPlatform
import LofiPlugin
import LofiScore

/// Which bars of the song are played in which order, and what for.
enum FormPlan {
    struct Passage: Equatable {
        var kind: SongSection.Kind
        let label: String
        /// Bars of the music, by their places among them.
        var bars: [Int]
        /// Whether it is the song as it stands, or a repeat that may vary.
        var isOriginal = false
    }

    /// A length for sections that ears expect.
    private static let usualBars = 8

    /// A piece of so many bars from a loop.
    ///
    /// Sections are whole turns of the loop, of eight bars at least; introduction and ending half as long where the loop
    /// allows it. Choruses answer verses, a bridge comes between the pairs, and the last section before the ending
    /// is a chorus.
    static func repeating(barCount: Int, to wanted: Int) -> [Passage] {
        let turns = max(1, (usualBars + barCount - 1) / barCount)
        let section = turns * barCount
        let short = turns % 2 == 0 ? section / 2 : min(section, max(barCount, usualBars / 2))
        func passage(_ kind: SongSection.Kind, _ count: Int) -> Passage {
            Passage(kind: kind, label: kind == .bridge ? "B" : "A", bars: (0..<count).map { $0 % barCount })
        }
        guard wanted > section else { return [passage(.verse, wanted)] }
        var passages = [passage(.intro, min(short, wanted - short))]
        let outro = wanted >= short + 2 * section ? short : 0
        var left = wanted - passages[0].bars.count - outro
        let cycle: [SongSection.Kind] = [.verse, .chorus, .bridge, .verse, .chorus]
        var place = 0
        while left > 0 {
            let kind = cycle[place % cycle.count]
            var count = min(kind == .bridge ? short : section, left)
            // Less than half a section is no section of its own.
            if left - count < short { count = left }
            passages.append(passage(kind, count))
            left -= count
            place += 1
        }
        if place > 2 { passages[passages.count - 1].kind = .chorus }
        if outro > 0 { passages.append(passage(.outro, outro)) }
        return passages
    }

    /// The first so many bars of a song that has sections of its own.
    static func cut(_ sections: [SongSection], bars: [MeterMap.Bar], to count: Int) -> [Passage] {
        let kept = Array(bars.prefix(count))
        return sections.compactMap { section in
            let first = kept.partitioningIndex { $0.startTick >= section.startTick }
            let inside = kept.indices[first...].prefix { kept[$0].startTick < section.endTick }
            guard !inside.isEmpty else { return nil }
            return Passage(kind: section.kind, label: section.label, bars: Array(inside), isOriginal: true)
        }
    }
}
