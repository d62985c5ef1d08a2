import LofiPlugin
import LofiScore

/// Splits a solo piano into melody, chords and bass with instruments of their own.
public struct SplitHands: ScoreTransform {
    public static let kind = "split-hands"
    public static let summary = "splits a part that plays melody, chords and bass at once into one part for each"
    public static let parameters: [Parameter] = [
        .choice("when", ["alone", "always", "never"], default: "alone", "alone = when the song has one pitched part")
    ]

    private let settings: Settings
    public init(settings: Settings) { self.settings = settings }

    public func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        let isAlone = score.parts.count { !$0.isDrums } == 1
        guard settings.text("when") == "always" || (settings.text("when") == "alone" && isAlone) else { return score }
        var score = score
        score.parts = score.parts.flatMap { part in
            part.role == .chords ? HandSplit.split(part, ticksPerQuarter: score.ticksPerQuarter) : [part]
        }
        return score
    }
}
