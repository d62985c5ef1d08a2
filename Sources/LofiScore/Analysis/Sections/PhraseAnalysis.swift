/// The phrases of a song.
///
/// A phrase ends where the melody rests, holds a note or leaps (the local boundary detection model: E. Cambouropoulos,
/// "The local boundary detection model and its application in the study of expressive timing", 2001) and prefers the
/// usual lengths of two, four or eight bars. The best division of the whole song is taken; the end of a section always
/// ends a phrase.
public struct PhraseAnalysis: Sendable, Equatable {
    /// A run of bars that belong together melodically.
    public struct Phrase: Sendable, Equatable {
        /// Start of the first note.
        public let startTick: Int
        /// End of the last note.
        public let endTick: Int
        /// Indices of its bars; a pickup belongs to the bar it leads into.
        public let bars: Range<Int>
    }

    /// The phrases in order; empty if the song has no notes.
    public let phrases: [Phrase]

    /// Maximum length of a phrase.
    private static let maximumBars = 8

    /// - Parameter sectionTicks: Ticks at which sections begin.
    public init(_ score: Score, sectionTicks: [Int]) {
        let bars = score.meterMap.bars(upTo: score.lastNoteEndTick)
        let tune = Self.tune(score)
        guard !bars.isEmpty, !tune.isEmpty else {
            phrases = []
            return
        }
        let breaths = Self.breaths(tune, bars: bars, ticksPerQuarter: score.ticksPerQuarter)
        let sectionTicks = Set(sectionTicks)
        let sections = Set(bars.filter { sectionTicks.contains($0.startTick) }.map(\.index))
        let borders = Self.borders(breaths.map(\.strength), sections: sections)
        phrases = zip(borders, borders.dropFirst()).compactMap { first, next in
            let from = first == 0 ? 0 : breaths[first].note
            let to = next == bars.count ? tune.count : breaths[next].note
            guard from < to else { return nil }
            return Phrase(startTick: tune[from].startTick, endTick: tune[to - 1].endTick, bars: first..<next)
        }
    }

    /// The melody's notes or, without a melody part, the highest note of each onset: a monophonic line.
    private static func tune(_ score: Score) -> [Note] {
        let sung = score.parts.filter { $0.role == .melody }.flatMap(\.notes)
        let parts = score.parts.filter { !$0.isDrums && $0.role != .bass }
        let split = parts.flatMap { part in
            zip(part.notes, HandSplit(part, ticksPerQuarter: score.ticksPerQuarter).roles).filter { $1 == .melody }
                .map(\.0)
        }
        let notes = [sung, split, parts.flatMap(\.notes), score.pitchedNotes].first { !$0.isEmpty } ?? []
        let rising = notes.sorted { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) }
        return rising.indices.filter { $0 + 1 == rising.count || rising[$0 + 1].startTick > rising[$0].startTick }
            .map { rising[$0] }
    }

    /// The strongest melodic boundary near each bar line, and the index of the note that follows it.
    private static func breaths(
        _ tune: [Note], bars: [MeterMap.Bar], ticksPerQuarter: Int
    ) -> [(strength: Double, note: Int)] {
        // Change and proximity of onsets, rests and pitches, weighted 1 : 2 : 0.5 (the model has 1 : 2 : 1; pitch
        // counts less here because melodies leap within phrases).
        let quarter = Double(ticksPerQuarter)
        let gaps = zip(tune, tune.dropFirst()).map { Double($1.startTick - $0.startTick) / quarter }
        let usual = max(0.25, gaps.sorted().dropFirst(gaps.count / 2).first ?? 1)
        func strength(before note: Int) -> Double {
            guard note > 0, note < tune.count else { return 0 }
            let gap = gaps[note - 1]
            let rest = max(0, Double(tune[note].startTick - tune[note - 1].endTick) / quarter)
            let leap = Double(abs(tune[note].pitch - tune[note - 1].pitch))
            // A gap of typical length is no boundary.
            return min(3, max(0, gap / usual - 1)) / 3 + 2 * min(2, rest) / 2 + 0.5 * min(12, leap) / 12
        }
        var next = 0
        return bars.map { bar in
            // A pickup or a late entry may be up to half a bar long.
            let reach = bar.lengthTicks / 2
            while next < tune.count, tune[next].startTick < bar.startTick - reach { next += 1 }
            var best = (strength: 0.0, note: next)
            var note = next
            while note < tune.count, tune[note].startTick <= bar.startTick + reach {
                let late = Double(abs(tune[note].startTick - bar.startTick)) / Double(2 * bar.lengthTicks)
                let found = strength(before: note) * (1 - late)
                if found > best.strength { best = (found, note) }
                note += 1
            }
            // With no note near the bar line, the melody rests across it.
            return note == next ? (2, next) : best
        }
    }

    /// Preference for a phrase of this many bars, tuned 2026-11-24 by eye on POP909.
    private static func ease(_ bars: Int) -> Double {
        switch bars {
        case 4: 0.9
        case 2: 0.25
        case 8: 0.7
        case 3, 6: 0
        case 5, 7: -0.3
        default: -0.9
        }
    }

    /// Indices of the bars at which phrases begin, and the number of bars at the end.
    private static func borders(_ strengths: [Double], sections: Set<Int>) -> [Int] {
        let count = strengths.count
        var total = [Double](repeating: -.infinity, count: count + 1)
        var from = [Int](repeating: 0, count: count + 1)
        total[0] = 0
        for bar in 1...count {
            let gain = bar == count ? 0 : strengths[bar]
            for length in 1...min(maximumBars, bar) {
                // No phrase crosses the end of a section.
                if length > 1, sections.contains(bar - length + 1) { break }
                let score = total[bar - length] + gain + ease(length)
                if score > total[bar] { (total[bar], from[bar]) = (score, bar - length) }
            }
        }
        var borders = [count]
        while let first = borders.last, first > 0 { borders.append(from[first]) }
        return borders.reversed()
    }
}
