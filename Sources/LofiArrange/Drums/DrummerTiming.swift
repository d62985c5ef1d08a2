import LofiPlugin

/// Timing deviations of a drummer: a template that recurs in every bar, and a random residual.
///
/// Fitted to the hip-hop drummers of the Groove MIDI Dataset (34 takes in 4/4) with `GrooveStatistics`. *Template*:
/// each position of the bar has an offset per drum that is the same in every bar; the beat is tight (SD 6 to 9 ms),
/// ghost notes and pickups are loose (10 to 17 ms). *Residual* around it, in two parts: a drift that all limbs share
/// and that fades over a bar (correlation 0.48 after a sixteenth, 0.41 after a beat, 0.2 after two, none after a bar),
/// and each limb's own.
struct DrummerTiming {
    /// Scale of the deviations; 1 = like those drummers.
    let looseness: Double
    /// 0…1: additional offsets that recur in every bar, as on an MPC played by hand without quantisation.
    let drunk: Double
    /// Offsets in ms per position of a learned groove, which replace those of the measured drummers.
    let learned: [DrumVoice: [Int: Double]]?

    private let templateSeed: UInt64
    private var random: RandomStream
    private var drift = 0.0
    private var lastStep = Int.min

    init(looseness: Double, drunk: Double, learned: [DrumVoice: [Int: Double]]?, random: inout RandomStream) {
        (self.looseness, self.drunk, self.learned) = (looseness, drunk, learned)
        templateSeed = random.next()
        self.random = random.fork("residual")
    }

    /// Returns the offset of a position in ms, the same in every bar.
    ///
    /// - Parameter position: from the start of the bar, in 48ths of a quarter.
    func template(_ voice: DrumVoice, position: Int) -> Double {
        // One stream per position, so that other strokes of the groove do not change it.
        var chance = RandomStream(seed: templateSeed, place: "\(voice.rawValue) \(position)")
        let (own, wild) = (Self.bounded(chance.normal()), Self.bounded(chance.normal()))
        let late =
            if let learned {
                learned[voice]?[position] ?? 0
            } else {
                looseness * Self.positions(of: voice)[position % Groove.positionsPerQuarter / Groove.sixteenth].at(own)
            }
        return late + drunk * Self.drunkMilliseconds(voice) * wild
    }

    /// Returns the residual of one hit in ms; hits must come in order of time.
    ///
    /// - Parameter step: in sixteenths from the start of the song.
    mutating func residual(_ voice: DrumVoice, step: Int) -> Double {
        if step != lastStep {
            // After two bars nothing is left of the drift.
            let steps = lastStep == Int.min ? 32 : (step - lastStep).clamped(to: 0...32)
            let kept = (0..<steps).reduce(1) { product, _ in product * Self.driftPersistence }
            drift = kept * drift + (1 - kept * kept).squareRoot() * random.normal()
            lastStep = step
        }
        let own = random.normal()
        let sum = Self.sharedVariance.squareRoot() * drift + (1 - Self.sharedVariance).squareRoot() * own
        return looseness * Self.residualMilliseconds(voice) * Self.bounded(sum)
    }

    /// Share of the residual's variance that all limbs have in common.
    private static let sharedVariance = 0.41
    /// Share of the drift that is left after a sixteenth; 0.8 after a beat.
    private static let driftPersistence = 0.95

    private static func residualMilliseconds(_ voice: DrumVoice) -> Double {
        switch voice {
        case .kick: 15.6
        case .snare, .rim, .clap, .tom: 18.4
        case .hat, .open, .ride, .shaker, .crash: 16.0
        }
    }

    /// Distribution of the offsets at one kind of position, over drummers and positions.
    private struct Spread {
        /// Mean delay in ms relative to the drum's position on the beat.
        let mean: Double
        /// Standard deviation in ms.
        let deviation: Double

        func at(_ normal: Double) -> Double { mean + deviation * normal }
    }

    /// On the beat, and on the second, third and fourth sixteenth of it. The measured deviations, times 0.94 (kick),
    /// 1.11 (snare) and 1.08 (hat), so that boom-bap's own mix of positions has the SDs of all the drummers' takes.
    private static func positions(of voice: DrumVoice) -> [Spread] {
        switch voice {
        case .kick:
            [
                Spread(mean: 0, deviation: 8.2), Spread(mean: 6, deviation: 10.5), Spread(mean: 2.2, deviation: 8.6),
                Spread(mean: 15.3, deviation: 16.4),
            ]
        case .snare, .rim, .clap, .tom:
            [
                Spread(mean: 0, deviation: 7.1), Spread(mean: 9, deviation: 11.5), Spread(mean: -5.8, deviation: 15.2),
                Spread(mean: 8.1, deviation: 15.5),
            ]
        case .hat, .open, .ride, .shaker, .crash:
            [
                Spread(mean: 0, deviation: 7.8), Spread(mean: 3.1, deviation: 11.5), Spread(mean: -2, deviation: 8.1),
                Spread(mean: 0.4, deviation: 10.8),
            ]
        }
    }

    /// Offsets in ms at drunk 1: kicks stumble most, hats least. Chosen, not measured: two to three times what drummers
    /// have on the beat, and at most less than half a sixteenth at 90 bpm (83 ms).
    private static func drunkMilliseconds(_ voice: DrumVoice) -> Double {
        switch voice {
        case .kick: 26
        case .snare, .rim, .clap, .tom: 18
        case .hat, .open, .ride, .shaker, .crash: 13
        }
    }

    /// Limits outliers, so that even one hit in hundreds does not fall out of the feel.
    private static func bounded(_ normal: Double) -> Double { normal.clamped(to: -2.5...2.5) }
}
