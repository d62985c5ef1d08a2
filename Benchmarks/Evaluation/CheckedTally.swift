import LofiScore

/// How many songs of a hand-checked list have their bars right.
struct CheckedTally {
    private var songs = 0, right = 0, exact = 0, asAnnotated = 0, undecided = 0
    private var total = 0.0
    /// Songs with fewer than nearly all bars right: name, beats per bar found and checked, F-measure of the downbeats.
    private(set) var misses: [String] = []

    /// - Parameter isAsAnnotated: Whether the bars are right by the annotation.
    mutating func add(_ grid: BeatGrid, _ song: AnnotatedSong, _ bars: CheckedBars, isAsAnnotated: Bool) {
        guard bars.verdict != .undecided else {
            undecided += 1
            return
        }
        let score = BeatEvaluation.fMeasure(grid.downbeats, bars.downbeats(of: song))
        let isRight = grid.beatsPerBar == bars.beatsPerBar && score > 0.5
        songs += 1
        right += isRight ? 1 : 0
        let isExact = isRight && score > 0.8
        exact += isExact ? 1 : 0
        total += score
        asAnnotated += isAsAnnotated ? 1 : 0
        if !isExact {
            misses.append("\(song.name)(\(grid.beatsPerBar)/\(bars.beatsPerBar) \(BeatEvaluation.percent(score)))")
        }
    }

    func printRows() {
        guard songs > 0 else { return }
        func share(_ count: Int) -> String { BeatEvaluation.percent(Double(count) / Double(songs)) }
        print("  bars right against the hand-checked bars of \(songs) songs: \(share(right))")
        let mean = BeatEvaluation.percent(total / Double(songs))
        print("    nearly all downbeats (F > 0.8): \(share(exact)); mean F: \(mean)")
        print("    the same songs against their annotation: \(share(asAnnotated)); undecided: \(undecided)")
    }
}
