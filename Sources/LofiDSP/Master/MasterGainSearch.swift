/// Finds the gain with which a mix is as loud as wanted *after* the limiter.
///
/// Gain = wanted − measured is exact while the limiter rests, but what the limiter takes away is missing from the
/// result. Where the peaks stay below the ceiling no further pass is needed; otherwise the mix is measured behind gain
/// and limiter, and the gain corrected, until the loudness is within the tolerance. Loudness behind a limiter rises with
/// the gain, by at most 1 dB per dB, so the secant through the last two trials converges: on a limiter model with 3 dB of
/// squash two trials, with 10 dB four (see the tests).
///
///     var search = MasterGainSearch(targetLoudness: -14, measuredLoudness: meter.integrated, …)
///     while !search.isDone {
///         search.report(limitedLoudness: loudness(gainDecibels: search.gainDecibels))
///     }
public struct MasterGainSearch: Sendable {
    /// The gain to try next, or, when done, to use.
    public private(set) var gainDecibels: Double
    public private(set) var isDone: Bool
    /// The loudness expected of the result in LUFS, as far as is known.
    public private(set) var expectedLoudness: Double

    /// A tenth of a LU is the promise; half of it is left to the dither and the meter.
    public static let toleranceLoudnessUnits = 0.05
    /// More gain than this would lift the noise floor of an almost silent mix to the level of music.
    public static let greatestGainDecibels = 40.0
    /// Peaks are pressed down by no more than this: beyond it a target cannot be had without wrecking the sound.
    public static let greatestReductionDecibels = 18.0
    private static let greatestTrials = 8

    private let target: Double
    private let highestGain: Double
    private var trials = 0
    private var best: (gain: Double, loudness: Double)
    private var previous: (gain: Double, loudness: Double)

    /// - Parameters:
    ///   - targetLoudness: wanted, in LUFS.
    ///   - measuredLoudness: of the mix before gain and limiter; -infinity for silence.
    ///   - truePeakDecibels: of the mix before gain and limiter.
    ///   - ceilingDecibels: of the limiter.
    public init(targetLoudness: Double, measuredLoudness: Double, truePeakDecibels: Double, ceilingDecibels: Double) {
        target = targetLoudness
        guard measuredLoudness.isFinite else {
            gainDecibels = 0
            highestGain = 0
            isDone = true
            expectedLoudness = measuredLoudness
            best = (0, measuredLoudness)
            previous = best
            return
        }
        highestGain = min(
            Self.greatestGainDecibels, ceilingDecibels + Self.greatestReductionDecibels - truePeakDecibels)
        let gain = min(targetLoudness - measuredLoudness, highestGain)
        // Below the limiter's own threshold gain is exact; the point where it sets in is the first known point.
        let onset = ceilingDecibels - TruePeakLimiter.marginDecibels - truePeakDecibels
        gainDecibels = gain
        isDone = gain <= onset
        expectedLoudness = measuredLoudness + gain
        previous = (min(gain, onset), measuredLoudness + min(gain, onset))
        best = previous
    }

    /// Takes the loudness in LUFS that was measured behind `gainDecibels` and the limiter.
    public mutating func report(limitedLoudness: Double) {
        guard !isDone else { return }
        trials += 1
        let trial = (gain: gainDecibels, loudness: limitedLoudness)
        if abs(limitedLoudness - target) < abs(best.loudness - target) { best = trial }
        expectedLoudness = best.loudness
        let missing = target - limitedLoudness
        let isStuck = trial.gain >= highestGain && missing > 0
        if abs(missing) <= Self.toleranceLoudnessUnits || trials == Self.greatestTrials || isStuck
            || !limitedLoudness.isFinite
        {
            gainDecibels = best.gain
            isDone = true
            return
        }
        let run = trial.gain - previous.gain
        let slope = abs(run) < 1e-6 ? 1 : (trial.loudness - previous.loudness) / run
        previous = trial
        // A squashed mix gains little: never step as if it gained less than a quarter of a dB per dB.
        gainDecibels = min(trial.gain + missing / min(1, max(0.25, slope)), highestGain)
    }
}
