import LofiCore
import LofiScore

/// Sets how fast the song goes; its own rubato stays, in proportion.
public struct Tempo: ScoreTransform {
    public static let kind = "tempo"
    public static let summary = "how fast the song goes"
    public static let parameters: [Parameter] = [
        .number("bpm", 0...400, default: 0, unit: "bpm", "the tempo that most of the song shall have; 0 leaves it"),
        .number("factor", 0.25...4, default: 1, "times as fast"),
        .number(
            "lowest", 0...400, default: 0, unit: "bpm", "with highest: doubles or halves what the tempo is called…"),
        .number(
            "highest", 0...400, default: 0, unit: "bpm", "…until it lies in the range, then goes to its nearer end"),
        .flag("steady", default: false, "one tempo throughout"),
    ]

    private let settings: Settings
    public init(settings: Settings) { self.settings = settings }

    public func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        let (lowest, highest) = (settings.number("lowest"), settings.number("highest"))
        guard lowest <= highest || highest == 0 else {
            throw .setting(key: "lowest", reason: "\(lowest) is above highest, \(highest)")
        }
        var score = score
        let own = score.prevailingBeatsPerMinute
        var wanted = own
        if settings.number("bpm") > 0 {
            wanted = settings.number("bpm")
            guard wanted >= 20 else { throw .setting(key: "bpm", reason: "\(wanted) is too slow: 20 or more, or 0") }
        } else if highest > 0 {
            wanted = Self.intoRange(own, max(20, lowest), highest)
        }
        let factor = wanted / own * settings.number("factor")
        if settings.flag("steady") {
            score.tempoMap = TempoMap(ticksPerQuarter: score.ticksPerQuarter, beatsPerMinute: own * factor)
        } else if factor != 1 {
            score.tempoMap = score.tempoMap.scaled(by: factor)
        }
        return score
    }

    /// The playing tempo whose beat falls into the range with the least change of speed.
    ///
    /// A song written at 150 that is felt at 75 needs no change in a range about 75, only another count: doubling and
    /// halving the range instead of the song leaves the music at its speed.
    static func intoRange(_ own: Double, _ lowest: Double, _ highest: Double) -> Double {
        var best = max(lowest, min(highest, own))
        for count in [0.25, 0.5, 2, 4.0] {
            let nearest = max(lowest * count, min(highest * count, own))
            if max(nearest / own, own / nearest) < max(best / own, own / best) - 1e-9 { best = nearest }
        }
        return best
    }
}
