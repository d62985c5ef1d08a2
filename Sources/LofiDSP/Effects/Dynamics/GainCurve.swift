import LofiPlatform

/// A compressor's static curve: by how many dB it turns a level down.
struct GainCurve {
    let threshold: Double
    let ratio: Double
    /// Width of the bend in dB, above 0.
    let knee: Double
    /// The amplitude at which the bend begins.
    private let quiet: Double

    init(threshold: Double, ratio: Double, knee: Double) {
        (self.threshold, self.ratio, self.knee) = (threshold, ratio, knee)
        quiet = pow(10, (threshold - knee / 2) / 20)
    }

    /// 0 or less, for an amplitude (D. Giannoulis, M. Massberg and J. Reiss, "Digital Dynamic Range Compressor Design", JAES
    /// 2012).
    func reduction(of amplitude: Float) -> Double {
        // Most are below the bend, and need no logarithm.
        guard Double(amplitude) > quiet else { return 0 }
        let over = Decibels.level(Double(amplitude)) - threshold
        let slope = 1 / ratio - 1
        if 2 * over >= knee { return slope * over }
        let bend = over + knee / 2
        return slope * bend * bend / (2 * knee)
    }
}
