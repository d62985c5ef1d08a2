import LofiPlugin
import LofiScore

/// Makes a loop of a song, in place of its form: whole bars at a steady tempo, played three times.
///
/// The transforms that follow add to all three; the one in the middle is the loop (`Score.cutToLoop`). So a fill, a step of the bass
/// or an early stroke leads from its end to its beginning, and nothing treats its last bar as an ending.
package struct LoopCut {
    /// Number of bars, 1 or more; nil for all.
    private let barCount: Int?
    /// Whether to keep the tempo, to a thousandth, instead of rounding it to a whole number.
    private let keepsTempo: Bool

    package init(barCount: Int?, keepsTempo: Bool) { (self.barCount, self.keepsTempo) = (barCount, keepsTempo) }

    /// - Throws: `ArrangementError.noBars` or `.tooFewBars`.
    package func apply(to score: Score) throws(ArrangementError) -> Score {
        let music = MusicBars(score)
        guard score.keepsPulse, !music.bars.isEmpty else { throw .noBars }
        var score = Form.withOwnSections(score)
        var (bars, upbeatTicks) = (music.bars, music.pickup?.lengthTicks ?? 0)
        if let barCount {
            guard let phrase = LoopPhrase(score, in: bars, count: barCount) else {
                throw .tooFewBars(asked: barCount, has: bars.count)
            }
            score.remarks.append(phrase.reason)
            if phrase.bars.lowerBound > 0 { upbeatTicks = 0 }
            bars = Array(bars[phrase.bars])
        }
        let tempo = score.prevailingBeatsPerMinute
        return score.repeating(
            bars, upbeatTicks: upbeatTicks,
            beatsPerMinute: keepsTempo ? (tempo * 1000).rounded() / 1000 : max(1, tempo.rounded()))
    }
}
