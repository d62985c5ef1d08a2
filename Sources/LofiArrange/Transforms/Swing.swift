import LofiPlugin
import LofiScore

/// Delays the off-beats; a song that already swings is only moved the rest of the way.
///
/// Warps time within each pair of grid steps: the order of notes is kept, and note ends move with the starts.
package struct Swing: ScoreTransform {
    package static let kind = "swing"
    package static let summary = "delays the off-beats"
    package static let parameters: [Parameter] = [
        .number("amount", 50...75, default: 58, unit: "%", "position of the off-beat: 50 = straight, 66.7 = triplet"),
        .choice("grid", ["eighth", "sixteenth"], default: "sixteenth", "note value that swings"),
    ]

    private let settings: Settings
    package init(settings: Settings) { self.settings = settings }

    package func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
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

/// Moves the middle of each pair of steps to another position, and everything in between in proportion.
struct SwingWarp {
    let pairTicks: Int
    /// Position of the middle as a share of the pair, before.
    let from: Double
    /// Position of the middle as a share of the pair, after.
    let to: Double

    /// Returns the warped tick.
    func callAsFunction(_ tick: Int) -> Int {
        let pair = (Double(tick) / Double(pairTicks)).rounded(.down)
        let x = Double(tick) / Double(pairTicks) - pair
        let y = x < from ? x * to / from : to + (x - from) * (1 - to) / (1 - from)
        return max(0, Int(((pair + y) * Double(pairTicks)).rounded()))
    }
}
