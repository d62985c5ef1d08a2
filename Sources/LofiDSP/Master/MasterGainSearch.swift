/// Searches for the gain that brings a mix to the target loudness *after* the limiter.
///
/// Gain = target − measured is exact while the limiter is idle, but limiting lowers the result. Where the peaks stay
/// below the ceiling no further pass is needed; otherwise the mix is measured after gain and limiter, and the gain
/// corrected, until the loudness is within the tolerance. Loudness after a limiter rises with the gain, by at most 1 dB
/// per dB, so the secant through the last two trials converges: with a limiter model and 3 dB of reduction in two
/// trials, with 10 dB in four (see the tests).
///
///     var search = MasterGainSearch(targetLoudness: -14, measuredLoudness: meter.integrated, …)
///     while !search.isDone {
///         search.report(limitedLoudness: loudness(gainDecibels: search.gainDecibels))
///     }
public struct MasterGainSearch: Sendable {
    /// Gain to try next or, once done, to use.
    public private(set) var gainDecibels: Double
    /// Whether `gainDecibels` is final.
    public private(set) var isDone: Bool
    /// Expected loudness of the result in LUFS, as far as known.
    public private(set) var expectedLoudness: Double

    /// Tolerance of the search in LU: half of the promised 0.1 LU; the rest is left to dither and meter.
    public static let toleranceLoudnessUnits = 0.05
    /// Maximum gain: more would lift the noise floor of an almost silent mix to the level of music.
    public static let maximumGainDecibels = 40.0
    /// Maximum limiting of peaks: beyond it a target cannot be reached without ruining the sound.
    public static let maximumReductionDecibels = 18.0
    private static let maximumTrials = 8

    private let target: Double
    private let highestGain: Double
    private var trials = 0
    private var best: (gain: Double, loudness: Double)
    private var previous: (gain: Double, loudness: Double)

    /// - Parameters:
    ///   - targetLoudness: in LUFS.
    ///   - measuredLoudness: of the mix before gain and limiter in LUFS; -infinity for silence.
    ///   - truePeakDecibels: of the mix before gain and limiter in dBTP.
    ///   - ceilingDecibels: of the limiter in dBTP.
    public init(targetLoudness: Double, measuredLoudness: Double, truePeakDecibels: Double, ceilingDecibels: Double) {
        target = targetLoudness
        guard measuredLoudness.isFinite else {
            // Too short or too quiet to be measured (BS.1770's gate at -70 LUFS): the peak is brought to the ceiling instead.
            let room = ceilingDecibels - TruePeakLimiter.marginDecibels - truePeakDecibels
            gainDecibels = truePeakDecibels.isFinite ? min(Self.maximumGainDecibels, room) : 0
            highestGain = gainDecibels
            isDone = true
            expectedLoudness = measuredLoudness
            best = (gainDecibels, measuredLoudness)
            previous = best
            return
        }
        highestGain = min(
            Self.maximumGainDecibels, ceilingDecibels + Self.maximumReductionDecibels - truePeakDecibels)
        let gain = min(targetLoudness - measuredLoudness, highestGain)
        // Below the limiter's threshold the gain is exact; the point where limiting sets in is the first known point.
        let onset = ceilingDecibels - TruePeakLimiter.marginDecibels - truePeakDecibels
        gainDecibels = gain
        isDone = gain <= onset
        expectedLoudness = measuredLoudness + gain
        previous = (min(gain, onset), measuredLoudness + min(gain, onset))
        best = previous
    }

    /// Reports the loudness in LUFS measured after `gainDecibels` and the limiter.
    public mutating func report(limitedLoudness: Double) {
        guard !isDone else { return }
        trials += 1
        let trial = (gain: gainDecibels, loudness: limitedLoudness)
        if abs(limitedLoudness - target) < abs(best.loudness - target) { best = trial }
        expectedLoudness = best.loudness
        let error = target - limitedLoudness
        let isStuck = trial.gain >= highestGain && error > 0
        if abs(error) <= Self.toleranceLoudnessUnits || trials == Self.maximumTrials || isStuck
            || !limitedLoudness.isFinite
        {
            gainDecibels = best.gain
            isDone = true
            return
        }
        let run = trial.gain - previous.gain
        let slope = abs(run) < 1e-6 ? 1 : (trial.loudness - previous.loudness) / run
        previous = trial
        // A heavily limited mix gains little: never step as if the slope were below a quarter of a dB per dB.
        gainDecibels = min(trial.gain + error / min(1, max(0.25, slope)), highestGain)
    }
}
