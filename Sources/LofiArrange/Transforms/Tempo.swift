import LofiPlugin
import LofiScore

/// Sets the tempo; the song's own tempo changes stay, in proportion.
///
/// Tempos count quarter notes, as in MIDI files and DAWs. Within a range a song keeps its speed if counting it in half
/// or double time fits; otherwise it is slowed down, since a lo-fi version is usually as fast as the song or slower.
/// Bare notes have no tempo of their own (their 120 bpm are a program's default), so they get the middle of the range.
/// Music without a pulse keeps its speed.
package struct Tempo: ScoreTransform {
    package static let kind = "tempo"
    package static let summary = "tempo of the song"
    package static let parameters: [Parameter] = [
        .number("bpm", 0...400, default: 0, unit: "bpm", "tempo of most of the song; 0 = unchanged"),
        .number("factor", 0.25...4, default: 1, "speed factor"),
        .number(
            "lowest", 0...400, default: 0, unit: "bpm", "lower end of the tempo range (with highest)"),
        .number("highest", 0...400, default: 0, unit: "bpm", "upper end of the tempo range; 0 = keep the tempo"),
        .number("speed-up", 0...300, default: 5, unit: "%", "maximum speed-up to reach the range"),
        .flag("steady", default: false, "one constant tempo"),
    ]

    private let settings: Settings
    package init(settings: Settings) { self.settings = settings }

    package func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        let (lowest, highest) = (settings.number("lowest"), settings.number("highest"))
        guard lowest <= highest || highest == 0 else {
            throw .setting(key: "lowest", reason: "\(lowest) must not be above highest (\(highest))")
        }
        var score = score
        let own = score.prevailingBeatsPerMinute
        var target = own
        if settings.number("bpm") > 0 {
            target = settings.number("bpm")
            guard target >= 20 else {
                throw .setting(key: "bpm", reason: "\(target) is too slow; use 20 or more, or 0 to keep the tempo")
            }
        } else if highest > 0, score.keepsPulse {
            // Music without a pulse has no tempo to fit.
            let range = TempoRange(
                lowest: max(20, lowest), highest: highest, speedUp: settings.number("speed-up") / 100)
            let count = score.isBare ? range.slowed(own) : range.count(own)
            target = count.beatsPerMinute * count.quarters
            score = score.counted(inQuarters: count.quarters)
        }
        let factor = target / own * settings.number("factor")
        if factor < 0.995 {
            score.remarks.append(
                "slowed to \(Int((factor * 100).rounded())) % of the written \(own.shown) bpm (set another with --tempo)"
            )
        } else if factor > 1.005 {
            score.remarks.append(
                "sped up to \(Int((factor * 100).rounded())) % of the written \(own.shown) bpm")
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
    /// Rounded to a tenth.
    fileprivate var shown: String {
        (self * 10).rounded() == self.rounded() * 10 ? "\(Int(rounded()))" : "\((self * 10).rounded() / 10)"
    }
}

/// A style's tempo range, in quarter notes per minute.
package struct TempoRange {
    /// Ends of the range in bpm.
    package let lowest, highest: Double
    /// Maximum speed-up, 0.05 = 5 %: what a listener who knows the song tolerates.
    package var speedUp = 0.05

    /// Creates a range from its ends in bpm.
    package init(lowest: Double, highest: Double, speedUp: Double = 0.05) {
        (self.lowest, self.highest, self.speedUp) = (lowest, highest, speedUp)
    }

    /// A tempo, and the length of its quarter in the song's own quarters.
    package struct Count: Equatable {
        package let beatsPerMinute, quarters: Double
    }

    /// Returns the count that changes the speed least without exceeding the maximum speed-up.
    ///
    /// A song written at 150 and felt at 75 needs no change of speed in a range around 75, only another count; one at
    /// 120 is slowed down.
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

    /// Returns the middle of the range for notes written faster; slower ones keep their speed if a count fits.
    package func slowed(_ own: Double) -> Count {
        let middle = (lowest + highest) / 2
        return own >= middle
            ? Count(beatsPerMinute: middle, quarters: 1)
            : TempoRange(lowest: lowest, highest: highest, speedUp: 0).count(own)
    }
}
