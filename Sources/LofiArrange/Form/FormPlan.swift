import LofiPlatform
import LofiPlugin
import LofiScore

/// The order of the song's bars and their role in the form.
enum FormPlan {
    /// A section of the plan.
    struct Passage: Equatable {
        var kind: SongSection.Kind
        let label: String
        /// Indices of the music's bars, in playing order.
        var bars: [Int]
        /// Whether it is the song as written, and not a repeat that may vary.
        var isOriginal = false
    }

    /// Section length that listeners expect.
    private static let usualBars = 8

    /// Plans a piece of `target` bars from a loop of `barCount` bars.
    ///
    /// Sections are whole repeats of the loop, at least eight bars long; intro and outro are half as long if the loop
    /// allows. Choruses follow verses, a bridge comes between the pairs, and the last section before the outro is a
    /// chorus.
    static func repeating(barCount: Int, to target: Int) -> [Passage] {
        let repeats = max(1, (usualBars + barCount - 1) / barCount)
        let section = repeats * barCount
        let short = repeats % 2 == 0 ? section / 2 : min(section, max(barCount, usualBars / 2))
        func passage(_ kind: SongSection.Kind, _ count: Int) -> Passage {
            Passage(kind: kind, label: kind == .bridge ? "B" : "A", bars: (0..<count).map { $0 % barCount })
        }
        guard target > section else { return [passage(.verse, target)] }
        var passages = [passage(.intro, min(short, target - short))]
        let outro = target >= short + 2 * section ? short : 0
        var left = target - passages[0].bars.count - outro
        let cycle: [SongSection.Kind] = [.verse, .chorus, .bridge, .verse, .chorus]
        var number = 0
        while left > 0 {
            let kind = cycle[number % cycle.count]
            var count = min(kind == .bridge ? short : section, left)
            // Less than half a section is merged into this one.
            if left - count < short { count = left }
            passages.append(passage(kind, count))
            left -= count
            number += 1
        }
        if number > 2 { passages[passages.count - 1].kind = .chorus }
        if outro > 0 { passages.append(passage(.outro, outro)) }
        return passages
    }

    /// Plans the first `count` bars of a song with sections of its own.
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
