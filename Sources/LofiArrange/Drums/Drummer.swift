import LofiPlugin
import LofiScore

/// Plays a groove: turns its strokes into notes, with a drummer's timing and dynamics.
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
        swing = Self.swing(groove, requested: settings.number("swing"), score)
        // Separate streams, so that one setting does not change the randomness of the others.
        chance = random.fork("chance")
        let looseness = settings.number("looseness")
        timing = DrummerTiming(
            looseness: looseness, drunk: settings.number("drunk"), learned: groove.learnedTiming, random: &random)
        strength = DrummerStrength(looseness: looseness, random: &random)
    }

    /// Returns the notes of one bar.
    mutating func play(_ played: DrumBeat.PlayedBar) -> [Note] {
        played.strokes.flatMap { hit($0, in: played.bar) }
    }

    private mutating func hit(_ stroke: Groove.Stroke, in bar: MeterMap.Bar) -> [Note] {
        let start = bar.startTick + ticks(stroke.position)
        let draw = chance.unit()
        let residual = timing.residual(stroke.voice, step: start * 4 / score.ticksPerQuarter)
        let deviation = strength.deviation(of: stroke)
        guard start < bar.endTick, draw < stroke.chance * (stroke.isGhost ? settings.number("ghosts") : 1) else {
            return []
        }
        let late =
            (groove.lateness[stroke.voice] ?? 0) + pocket(stroke)
            + timing.template(stroke.voice, position: stroke.position)
            + residual
        let shift = Int(score.tempoMap.ticks(milliseconds: late, at: start).rounded())
        let velocity = velocity(stroke, deviation)
        let length = Double(ticks(stroke.length)) / Double(stroke.hits)
        return (0..<stroke.hits).map { hit in
            // The later hits of a roll are softer.
            Note(
                startTick: max(0, swung(start, stroke) + shift + Int((Double(hit) * length).rounded())),
                durationTicks: score.ticksPerQuarter / (8 * stroke.hits), pitch: stroke.voice.key,
                velocity: max(1, velocity - hit * 8))
        }
    }

    private func ticks(_ positions: Int) -> Int { positions * score.ticksPerQuarter / Groove.positionsPerQuarter }

    /// Triplets stay where they are; only sixteenths swing.
    private func swung(_ tick: Int, _ stroke: Groove.Stroke) -> Int {
        stroke.position % Groove.sixteenth == 0 ? swing?(tick) ?? tick : tick
    }

    /// Delays the backbeat and moves timekeeping voices a third as far ahead, in ms.
    private func pocket(_ stroke: Groove.Stroke) -> Double {
        if stroke.voice.isBackbeat && !stroke.isGhost { return settings.number("pocket") }
        return stroke.voice.keepsTime || stroke.voice == .open ? -settings.number("pocket") / 3 : 0
    }

    /// Returns a velocity of 1…127: the groove's own at intensity 0.6, scaled by 0.7 to 1.2.
    private func velocity(_ stroke: Groove.Stroke, _ deviation: Double) -> Int {
        var velocity = Double(stroke.velocity) + deviation
        // A kick pad reads half of what a snare pad does; on records the kick is as loud as the backbeat, and as even
        // (measured lo-fi loops: -1 dB on all sixteenths, SD 1.7 dB).
        if stroke.voice == .kick, groove.learnedTiming == nil { velocity += settings.number("kick") * (114 - velocity) }
        let hard = 0.7 + 0.5 * settings.number("intensity")
        return Int((velocity.clamped(to: 1...127) * hard).rounded()).clamped(to: 1...127)
    }

    /// Follows the song's own swing: drums with a different swing would clash with it.
    private static func swing(_ groove: Groove, requested: Double, _ score: Score) -> SwingWarp? {
        let quarter = score.ticksPerQuarter
        func warp(_ pairTicks: Int, _ amount: Double) -> SwingWarp? {
            amount <= 50.5
                ? nil : SwingWarp(pairTicks: pairTicks, from: 0.5, to: min(0.75, amount / 100))
        }
        if requested >= 50 { return warp(quarter / 2, requested) }
        // A learned groove has the player's swing in its timing.
        if groove.learnedTiming != nil { return nil }
        let estimate = SwingEstimate(score)
        // Swung eighths: the drums swing their eighths too, and the sixteenths in between.
        if let eighth = estimate.eighth, eighth > 54 { return warp(quarter, eighth) }
        return warp(quarter / 2, estimate.sixteenth.map { max($0, 50) } ?? groove.swing)
    }
}
