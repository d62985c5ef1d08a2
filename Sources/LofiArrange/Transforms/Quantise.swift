import LofiCore
import LofiScore

/// Draws notes towards a grid.
public struct Quantise: ScoreTransform {
    public static let kind = "quantise"
    public static let summary = "draws notes towards a grid"
    public static let parameters: [Parameter] = [
        .choice("grid", ["8", "8t", "16", "16t", "32"], default: "16", "note value; t is triplets"),
        .number("strength", 0...1, default: 0.6, "0 leaves them, 1 puts them on the grid"),
    ]

    private let settings: Settings
    public init(settings: Settings) { self.settings = settings }

    public func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        var score = score.refined(toAtLeast: FineGrid.ticksPerQuarter)
        let (numerator, denominator) =
            ["8": (1, 2), "8t": (1, 3), "16": (1, 4), "16t": (1, 6), "32": (1, 8)][settings.text("grid")] ?? (1, 4)
        let step = Double(score.ticksPerQuarter * numerator) / Double(denominator)
        let strength = settings.number("strength")
        let offset = Double(BeatPhase(score).certainOffset(ticksPerQuarter: score.ticksPerQuarter))
        for index in score.parts.indices {
            let notes = score.parts[index].notes.map { note in
                let place = Double(note.startTick) - offset
                let target = (place / step).rounded() * step
                var moved = note
                // The end stays, so that a held chord does not let go early; the note keeps some length.
                moved.startTick = max(0, Int((place + (target - place) * strength + offset).rounded()))
                moved.durationTicks = max(min(note.durationTicks, Int(step / 2)), note.endTick - moved.startTick)
                return moved
            }
            score.parts[index].notes = notes.inOrder
        }
        return score
    }
}
