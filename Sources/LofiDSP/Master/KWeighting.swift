#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The head shelf and the low cut through which loudness is measured.
///
/// ITU-R BS.1770-4 prints coefficients for 48 kHz alone; the analogue filters behind them (shelf at 1681.97 Hz, +4 dB,
/// Q 0.7072; high-pass at 38.14 Hz, Q 0.5003) are derived anew for each rate, and give the printed figures at 48 kHz.
struct KWeighting {
    /// One second-order section in double precision: at 96 kHz a cut at 38 Hz lies too near z = 1 for single.
    struct Section {
        var b0, b1, b2, a1, a2: Double
        var s1 = SIMD2<Double>.zero
        var s2 = SIMD2<Double>.zero

        @inline(__always)
        mutating func next(_ input: SIMD2<Double>) -> SIMD2<Double> {
            let output = input * b0 + s1
            s1 = input * b1 - output * a1 + s2
            s2 = input * b2 - output * a2
            return output
        }
    }

    private var shelf: Section
    private var lowCut: Section

    init(sampleRate: Double) {
        shelf = Self.shelf(sampleRate: sampleRate)
        lowCut = Self.lowCut(sampleRate: sampleRate)
    }

    @inline(__always)
    mutating func next(_ frame: StereoFrame) -> SIMD2<Double> {
        lowCut.next(shelf.next(SIMD2<Double>(frame)))
    }

    static func shelf(sampleRate: Double) -> Section {
        let k = tan(Double.pi * 1681.974450955533 / sampleRate)
        let q = 0.7071752369554196
        let high = pow(10, 3.999843853973347 / 20)
        let band = pow(high, 0.4996667741545416)
        let a0 = 1 + k / q + k * k
        return Section(
            b0: (high + band * k / q + k * k) / a0, b1: 2 * (k * k - high) / a0,
            b2: (high - band * k / q + k * k) / a0, a1: 2 * (k * k - 1) / a0, a2: (1 - k / q + k * k) / a0)
    }

    static func lowCut(sampleRate: Double) -> Section {
        let k = tan(Double.pi * 38.13547087602444 / sampleRate)
        let q = 0.5003270373238773
        let a0 = 1 + k / q + k * k
        // The standard leaves the numerator at 1, -2, 1.
        return Section(b0: 1, b1: -2, b2: 1, a1: 2 * (k * k - 1) / a0, a2: (1 - k / q + k * k) / a0)
    }
}
