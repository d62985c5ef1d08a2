import LofiPlatform

/// The static curve of a compressor: gain reduction in dB against input level.
struct GainCurve {
    /// Level in dBFS above which the gain is reduced.
    let threshold: Double
    /// Input dB above the threshold for each dB of output, 1 or more.
    let ratio: Double
    /// Width of the soft knee in dB, above 0.
    let knee: Double
    /// Amplitude at which the knee begins.
    private let kneeAmplitude: Double

    init(threshold: Double, ratio: Double, knee: Double) {
        (self.threshold, self.ratio, self.knee) = (threshold, ratio, knee)
        kneeAmplitude = pow(10, (threshold - knee / 2) / 20)
    }

    /// Returns the gain change in dB, 0 or less, for an amplitude (D. Giannoulis, M. Massberg and J. Reiss, "Digital
    /// Dynamic Range Compressor Design", JAES 2012).
    func reduction(of amplitude: Float) -> Double {
        // Most levels are below the knee and need no logarithm.
        guard Double(amplitude) > kneeAmplitude else { return 0 }
        let over = Decibels.level(Double(amplitude)) - threshold
        let slope = 1 / ratio - 1
        if 2 * over >= knee { return slope * over }
        let bend = over + knee / 2
        return slope * bend * bend / (2 * knee)
    }
}
