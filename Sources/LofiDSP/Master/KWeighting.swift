import LofiPlatform
import LofiPlugin

/// The K-weighting filter of loudness measurement: a high shelf and a low cut.
///
/// ITU-R BS.1770-4 gives coefficients for 48 kHz only; the analogue prototypes behind them (shelf at 1681.97 Hz, +4 dB,
/// Q 0.7072; high-pass at 38.14 Hz, Q 0.5003) are redesigned for each rate, and reproduce the published figures at 48
/// kHz.
struct KWeighting {
    private var shelf: Biquad
    private var lowCut: Biquad

    init(sampleRate: Double) {
        shelf = Biquad(Self.shelf(sampleRate: sampleRate))
        lowCut = Biquad(Self.lowCut(sampleRate: sampleRate))
    }

    @inline(__always)
    mutating func next(_ frame: StereoFrame) -> SIMD2<Double> {
        lowCut.next(shelf.next(SIMD2<Double>(frame)))
    }

    static func shelf(sampleRate: Double) -> Biquad.Coefficients {
        let k = tan(Double.pi * 1681.974450955533 / sampleRate)
        let q = 0.7071752369554196
        let high = pow(10, 3.999843853973347 / 20)
        let band = pow(high, 0.4996667741545416)
        let a0 = 1 + k / q + k * k
        return Biquad.Coefficients(
            b0: (high + band * k / q + k * k) / a0, b1: 2 * (k * k - high) / a0,
            b2: (high - band * k / q + k * k) / a0, a1: 2 * (k * k - 1) / a0, a2: (1 - k / q + k * k) / a0)
    }

    static func lowCut(sampleRate: Double) -> Biquad.Coefficients {
        let k = tan(Double.pi * 38.13547087602444 / sampleRate)
        let q = 0.5003270373238773
        let a0 = 1 + k / q + k * k
        // The standard leaves the numerator at 1, -2, 1.
        return Biquad.Coefficients(b0: 1, b1: -2, b2: 1, a1: 2 * (k * k - 1) / a0, a2: (1 - k / q + k * k) / a0)
    }
}
