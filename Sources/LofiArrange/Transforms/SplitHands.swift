import LofiPlugin
import LofiScore

/// Splits a solo piano into melody, chords and bass with instruments of their own.
package struct SplitHands: ScoreTransform {
    package static let kind = "split-hands"
    package static let summary = "splits a part that plays melody, chords and bass at once into one part for each"
    package static let parameters: [Parameter] = [
        .choice("when", ["alone", "always", "never"], default: "alone", "alone = when the song has one pitched part")
    ]

    private let settings: Settings
    package init(settings: Settings) { self.settings = settings }

    package func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        let isAlone = score.parts.count { !$0.isDrums } == 1
        guard settings.text("when") == "always" || (settings.text("when") == "alone" && isAlone) else { return score }
        var score = score
        score.parts = score.parts.flatMap { part in
            part.role == .chords ? HandSplit.split(part, ticksPerQuarter: score.ticksPerQuarter) : [part]
        }
        return score
    }
}
