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
            "lowest", 0...400, default: 0, unit: "bpm", "with highest: counts the song in half or double time…"),
        .number(
            "highest", 0...400, default: 0, unit: "bpm", "…until its beat lies there, or goes to the nearer end"),
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
            let counted = Self.intoRange(own, max(20, lowest), highest)
            wanted = counted.beatsPerMinute * counted.quarters
            score = score.counted(inQuarters: counted.quarters)
        }
        let factor = wanted / own * settings.number("factor")
        if settings.flag("steady") {
            let tempo = score.prevailingBeatsPerMinute * factor
            score.tempoMap = TempoMap(ticksPerQuarter: score.ticksPerQuarter, beatsPerMinute: tempo)
        } else if factor != 1 {
            score.tempoMap = score.tempoMap.scaled(by: factor)
        }
        return score
    }

    /// The count and the tempo within the range that change the speed of the song least.
    ///
    /// A song written at 150 and felt at 75 needs no change of speed in a range about 75, only another count.
    /// - Returns: the tempo of the new beat, and how many of the song's own quarters it lasts.
    static func intoRange(
        _ own: Double, _ lowest: Double, _ highest: Double
    ) -> (beatsPerMinute: Double, quarters: Double) {
        func change(_ quarters: Double) -> (tempo: Double, ratio: Double) {
            let tempo = max(lowest, min(highest, own / quarters))
            return (tempo, max(tempo * quarters / own, own / (tempo * quarters)))
        }
        var quarters = 1.0
        for other in [0.5, 2, 0.25, 4] where change(other).ratio < change(quarters).ratio - 1e-9 { quarters = other }
        return (change(quarters).tempo, quarters)
    }
}
