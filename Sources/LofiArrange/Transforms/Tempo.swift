import LofiPlugin
import LofiScore

/// Sets how fast the song goes; its own rubato stays, in proportion.
///
/// Tempos count quarter notes, as MIDI files and workstations do. Within a range a song keeps its speed where a count in half or
/// double time fits; else it is slowed, for a lo-fi version of a song is as fast as the song or slower. Bare notes have no
/// tempo of their own (their 120 bpm are a program's default), so they go to the middle of the range. Music without a
/// pulse keeps its speed.
public struct Tempo: ScoreTransform {
    public static let kind = "tempo"
    public static let summary = "how fast the song goes"
    public static let parameters: [Parameter] = [
        .number("bpm", 0...400, default: 0, unit: "bpm", "tempo of most of the song; 0 leaves it"),
        .number("factor", 0.25...4, default: 1, "times as fast"),
        .number(
            "lowest", 0...400, default: 0, unit: "bpm", "with highest: the range to count or slow the song into"),
        .number("highest", 0...400, default: 0, unit: "bpm", "upper end of the range; 0 leaves the tempo"),
        .number("speed-up", 0...300, default: 5, unit: "%", "most that a song is sped up to reach the range"),
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
        } else if highest > 0, score.keepsPulse {
            // Music without a pulse has no tempo to fit.
            let range = TempoRange(
                lowest: max(20, lowest), highest: highest, speedUp: settings.number("speed-up") / 100)
            let count = score.isBare ? range.slowed(own) : range.count(own)
            wanted = count.beatsPerMinute * count.quarters
            score = score.counted(inQuarters: count.quarters)
        }
        let factor = wanted / own * settings.number("factor")
        if factor < 0.995 {
            score.remarks.append(
                "slowed to \(Int((factor * 100).rounded())) % of the written speed (\(own.shown) bpm; --tempo names another)"
            )
        } else if factor > 1.005 {
            score.remarks.append(
                "sped up to \(Int((factor * 100).rounded())) % of the written speed (\(own.shown) bpm)")
        }
        if settings.flag("steady") {
            let tempo = score.prevailingBeatsPerMinute * factor
            score.tempoMap = TempoMap(ticksPerQuarter: score.ticksPerQuarter, beatsPerMinute: tempo)
        } else if factor != 1 {
            score.tempoMap = score.tempoMap.scaled(by: factor)
        }
        return score
    }
}

extension Double {
    /// To a tenth.
    fileprivate var shown: String {
        (self * 10).rounded() == self.rounded() * 10 ? "\(Int(rounded()))" : "\((self * 10).rounded() / 10)"
    }
}

/// The tempos of a style, in quarter notes per minute.
package struct TempoRange {
    package let lowest, highest: Double
    /// How much faster than written a song may be played, 0.05 for a twentieth: what a listener who knows it forgives.
    package var speedUp = 0.05

    package init(lowest: Double, highest: Double, speedUp: Double = 0.05) {
        (self.lowest, self.highest, self.speedUp) = (lowest, highest, speedUp)
    }

    /// A tempo, and how many of the song's own quarters its quarter lasts.
    package struct Count: Equatable {
        package let beatsPerMinute, quarters: Double
    }

    /// The count that changes the speed of a song least without speeding it up beyond what is allowed.
    ///
    /// A song written at 150 and felt at 75 needs no change of speed in a range about 75, only another count; one of 120 is slowed.
    package func count(_ own: Double) -> Count {
        var best: (count: Count, change: Double)?
        for quarters in [1, 2, 0.5, 4, 0.25] {
            let tempo = max(lowest, min(highest, own / quarters))
            let speed = tempo * quarters / own
            guard speed <= 1 + speedUp + 1e-9 else { continue }
            let change = max(speed, 1 / speed)
            if best.map({ change < $0.change - 1e-9 }) ?? true {
                best = (Count(beatsPerMinute: tempo, quarters: quarters), change)
            }
        }
        // A style's range may be far above any count of a very slow song.
        return best?.count ?? Count(beatsPerMinute: own, quarters: 1)
    }

    /// The middle of the range for notes that are written faster, as long as they keep their count.
    package func slowed(_ own: Double) -> Count {
        let middle = (lowest + highest) / 2
        return own >= middle
            ? Count(beatsPerMinute: middle, quarters: 1)
            : TempoRange(lowest: lowest, highest: highest, speedUp: 0).count(own)
    }
}
