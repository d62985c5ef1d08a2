import LofiPlugin

/// How early or late a drummer strikes: what returns with every bar, and what does not.
///
/// Fitted to the hip-hop drummers of the Groove MIDI Dataset (34 takes in 4/4) with `GrooveStatistics`. A *template*:
/// each place of the bar has, for each drum, an offset that is the same in every bar; the beat is tight (SD 6 to 9 ms),
/// ghosts and pick-ups are wide (10 to 17 ms). A *residual* about it, two parts: a drift that all limbs share and that
/// fades over a bar (correlation 0.48 after a sixteenth, 0.41 after a beat, 0.2 after two, none after a bar), and each
/// limb's own.
struct DrummerTiming {
    /// 1 is as loose as those drummers.
    let looseness: Double
    /// 0…1: further offsets that return with every bar, as an MPC played by hand without quantisation has them.
    let drunk: Double
    /// What each place of a groove that was learned from a player has, in ms: in place of the measured drummers'.
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

    /// Of the bar's places, ms: the same in every bar.
    /// - Parameter place: from the start of the bar, in 48ths of a quarter.
    func template(_ voice: DrumVoice, place: Int) -> Double {
        // A stream for each place: what a groove writes elsewhere does not change it.
        var chance = RandomStream(seed: templateSeed, place: "\(voice.rawValue) \(place)")
        let (own, wild) = (Self.bounded(chance.normal()), Self.bounded(chance.normal()))
        let late =
            if let learned {
                learned[voice]?[place] ?? 0
            } else {
                looseness * Self.places(of: voice)[place % Groove.placesPerQuarter / Groove.sixteenth].at(own)
            }
        return late + drunk * Self.drunkMilliseconds(voice) * wild
    }

    /// Of one strike, ms; strikes have to come in the order of time.
    /// - Parameter step: in sixteenths from the start of the song.
    mutating func residual(_ voice: DrumVoice, step: Int) -> Double {
        if step != lastStep {
            // Past two bars nothing is left of the drift.
            let steps = lastStep == Int.min ? 32 : (step - lastStep).clamped(to: 0...32)
            let kept = (0..<steps).reduce(1) { product, _ in product * Self.driftKept }
            drift = kept * drift + (1 - kept * kept).squareRoot() * random.normal()
            lastStep = step
        }
        let own = random.normal()
        let sum = Self.sharedPart.squareRoot() * drift + (1 - Self.sharedPart).squareRoot() * own
        return looseness * Self.residualMilliseconds(voice) * Self.bounded(sum)
    }

    /// Of the variance of the residual, what all limbs share.
    private static let sharedPart = 0.41
    /// What is left of the drift after a sixteenth: 0.8 after a beat.
    private static let driftKept = 0.95

    private static func residualMilliseconds(_ voice: DrumVoice) -> Double {
        switch voice {
        case .kick: 15.6
        case .snare, .rim, .clap, .tom: 18.4
        case .hat, .open, .ride, .shaker, .crash: 16.0
        }
    }

    /// Offsets of one kind of place over drummers and places.
    private struct Spread {
        /// ms after the drum's place on the beat.
        let mean: Double
        /// ms.
        let deviation: Double

        func at(_ normal: Double) -> Double { mean + deviation * normal }
    }

    /// On the beat, and on the second, third and fourth sixteenth of it. The deviations are those measured, times 0.94
    /// (kick), 1.11 (snare) and 1.08 (hat), so that boom-bap's own mix of places has the SDs of all the drummers'
    /// takes.
    private static func places(of voice: DrumVoice) -> [Spread] {
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

    /// At drunk 1, ms: kicks stumble most, hats least. Chosen, not measured: two to three times what drummers have on
    /// the beat, and less than half a sixteenth at 90 bpm (83 ms) at the most.
    private static func drunkMilliseconds(_ voice: DrumVoice) -> Double {
        switch voice {
        case .kick: 26
        case .snare, .rim, .clap, .tom: 18
        case .hat, .open, .ride, .shaker, .crash: 13
        }
    }

    /// No stroke in hundreds falls out of the bar's feel.
    private static func bounded(_ normal: Double) -> Double { normal.clamped(to: -2.5...2.5) }
}
