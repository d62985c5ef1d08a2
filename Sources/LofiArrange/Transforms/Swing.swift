import LofiPlugin
import LofiScore

/// Makes the off-beats late: what swings already goes only the rest of the way.
///
/// A warp of time within each pair of grid steps: the order of notes stays, and ends move with beginnings.
public struct Swing: ScoreTransform {
    public static let kind = "swing"
    public static let summary = "makes the off-beats late"
    public static let parameters: [Parameter] = [
        .number("amount", 50...75, default: 58, unit: "%", "where the off-beat falls: 50 straight, 66.7 triplet"),
        .choice("grid", ["eighth", "sixteenth"], default: "sixteenth", "whose off-beats"),
    ]

    private let settings: Settings
    public init(settings: Settings) { self.settings = settings }

    public func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        let isSixteenth = settings.text("grid") == "sixteenth"
        let estimate = SwingEstimate(score)
        let own = ((isSixteenth ? estimate.sixteenth : estimate.eighth) ?? 50).clamped(to: 50...75)
        let amount = settings.number("amount")
        // Swung eighths leave no straight sixteenths to swing.
        guard own + 1 < amount, !(isSixteenth && (estimate.eighth ?? 50) > 55) else { return score }
        var score = score.refined(toAtLeast: FineGrid.ticksPerQuarter)
        let warp = SwingWarp(
            pairTicks: score.ticksPerQuarter / (isSixteenth ? 2 : 1), from: own / 100, to: amount / 100)
        score.parts = score.parts.map { $0.mappingTicks(warp.callAsFunction) }
        return score
    }
}

/// Moves the middle of each pair of steps from one place to another, and all between in proportion.
struct SwingWarp {
    let pairTicks: Int
    /// As shares of the pair.
    let from: Double
    let to: Double

    func callAsFunction(_ tick: Int) -> Int {
        let pair = (Double(tick) / Double(pairTicks)).rounded(.down)
        let x = Double(tick) / Double(pairTicks) - pair
        let y = x < from ? x * to / from : to + (x - from) * (1 - to) / (1 - from)
        return max(0, Int(((pair + y) * Double(pairTicks)).rounded()))
    }
}
