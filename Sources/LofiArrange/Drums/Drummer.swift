import LofiPlugin
import LofiScore

/// Strikes what is written: strokes of a groove to notes of a score, with a drummer's time and strength.
struct Drummer {
    private let groove: Groove
    private let settings: Settings
    private let score: Score
    private let swing: SwingWarp?
    private var chance: RandomStream
    private var timing: DrummerTiming
    private var strength: DrummerStrength

    init(groove: Groove, settings: Settings, score: Score, random: inout RandomStream) {
        (self.groove, self.settings, self.score) = (groove, settings, score)
        swing = Self.swing(groove, asked: settings.number("swing"), score)
        // Streams of their own, so that one setting does not shift the chance of the rest.
        chance = random.fork("chance")
        let looseness = settings.number("looseness")
        timing = DrummerTiming(
            looseness: looseness, drunk: settings.number("drunk"), learned: groove.learnedTiming, random: &random)
        strength = DrummerStrength(looseness: looseness, random: &random)
    }

    mutating func play(_ played: DrumBeat.PlayedBar) -> [Note] {
        played.strokes.flatMap { strike($0, in: played.bar) }
    }

    private mutating func strike(_ stroke: Groove.Stroke, in bar: MeterMap.Bar) -> [Note] {
        let start = bar.startTick + ticks(stroke.place)
        let draw = chance.unit()
        let residual = timing.residual(stroke.voice, step: start * 4 / score.ticksPerQuarter)
        let deviation = strength.deviation(of: stroke)
        guard start < bar.endTick, draw < stroke.chance * (stroke.isGhost ? settings.number("ghosts") : 1) else {
            return []
        }
        let late =
            (groove.lateness[stroke.voice] ?? 0) + pocket(stroke) + timing.template(stroke.voice, place: stroke.place)
            + residual
        let shift = Int(score.tempoMap.ticks(milliseconds: late, at: start).rounded())
        let velocity = velocity(stroke, deviation)
        let length = Double(ticks(stroke.length)) / Double(stroke.strikes)
        return (0..<stroke.strikes).map { strike in
            // The later strikes of a roll fall softer.
            Note(
                startTick: max(0, swung(start, stroke) + shift + Int((Double(strike) * length).rounded())),
                durationTicks: score.ticksPerQuarter / (8 * stroke.strikes), pitch: stroke.voice.key,
                velocity: max(1, velocity - strike * 8))
        }
    }

    private func ticks(_ places: Int) -> Int { places * score.ticksPerQuarter / Groove.placesPerQuarter }

    /// Triplets are where they are; only sixteenths swing.
    private func swung(_ tick: Int, _ stroke: Groove.Stroke) -> Int {
        stroke.place % Groove.sixteenth == 0 ? swing?(tick) ?? tick : tick
    }

    /// The backbeat later; what keeps time goes a third as far the other way.
    private func pocket(_ stroke: Groove.Stroke) -> Double {
        if stroke.voice.isBackbeat && !stroke.isGhost { return settings.number("pocket") }
        return stroke.voice.keepsTime || stroke.voice == .open ? -settings.number("pocket") / 3 : 0
    }

    /// 1…127. At intensity 0.6 a groove's own; from 0.7 to 1.2 times.
    private func velocity(_ stroke: Groove.Stroke, _ deviation: Double) -> Int {
        var velocity = Double(stroke.velocity) + deviation
        // A pad under the foot reads half of what the snare's does; on records the kick is as loud as the backbeat, and
        // as even (measured lo-fi loops: -1 dB on all sixteenths, SD 1.7 dB).
        if stroke.voice == .kick, groove.learnedTiming == nil { velocity += settings.number("kick") * (114 - velocity) }
        let hard = 0.7 + 0.5 * settings.number("intensity")
        return Int((velocity.clamped(to: 1...127) * hard).rounded()).clamped(to: 1...127)
    }

    /// Off-sixteenths as the song has them: drums that swing otherwise would fight it.
    private static func swing(_ groove: Groove, asked: Double, _ score: Score) -> SwingWarp? {
        let quarter = score.ticksPerQuarter
        func warp(_ pairTicks: Int, _ amount: Double) -> SwingWarp? {
            amount <= 50.5
                ? nil : SwingWarp(pairTicks: pairTicks, from: 0.5, to: min(0.75, amount / 100))
        }
        if asked >= 50 { return warp(quarter / 2, asked) }
        // What was learned from a player has his swing in its timing.
        if groove.learnedTiming != nil { return nil }
        let estimate = SwingEstimate(score)
        // Swung eighths: the drums' eighths go along, and their sixteenths between.
        if let eighth = estimate.eighth, eighth > 54 { return warp(quarter, eighth) }
        return warp(quarter / 2, estimate.sixteenth.map { max($0, 50) } ?? groove.swing)
    }
}
