#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The resonant low-pass of a voice: two poles (R. Bristow-Johnson's cookbook), a resonance's loudness taken back by half of it
/// (SoundFont 2.04, section 8.1.2, initialFilterQ).
struct LowPassState {
    private var (b, a1, a2): (Float, Float, Float) = (0, 0, 0)
    private var (first, second): (Float, Float) = (0, 0)
    private var last: (cents: Double, centibels: Double) = (.nan, .nan)

    /// - Parameters:
    ///   - cents: the cut-off above 8.176 Hz.
    ///   - centibels: the resonance.
    mutating func set(cents: Double, centibels: Double, rate: Double) {
        guard cents != last.cents || centibels != last.centibels else { return }
        last = (cents, centibels)
        let hertz = max(5, min(0.45 * rate, 8.176 * exp2(max(1500, min(13500, cents)) / 1200)))
        let resonance = pow(10, max(0, min(960, centibels)) / 200)
        // None is a flat top: a Q of -3.01 dB.
        let q = resonance * 0.5.squareRoot()
        let omega = 2 * Double.pi * hertz / rate
        let alpha = sin(omega) / (2 * q)
        let scale = 1 / (1 + alpha)
        b = Float((1 - cos(omega)) / 2 * scale / resonance.squareRoot())
        a1 = Float(-2 * cos(omega) * scale)
        a2 = Float((1 - alpha) * scale)
    }

    mutating func process(_ samples: UnsafeMutablePointer<Float>, count: Int) {
        var (first, second) = (first, second)
        let (b, a1, a2) = (b, a1, a2)
        for index in 0..<count {
            let input = samples[index] * b
            let output = input + first
            first = 2 * input - a1 * output + second
            second = input - a2 * output
            samples[index] = output
        }
        (self.first, self.second) = (first, second)
    }
}
