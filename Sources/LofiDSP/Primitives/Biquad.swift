import LofiCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A second-order filter over stereo frames, in transposed direct form II.
///
/// Coefficients by Robert Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter coefficients".
public struct Biquad: Sendable {
    /// The transfer function (b0 + b1 z⁻¹ + b2 z⁻²) / (1 + a1 z⁻¹ + a2 z⁻²).
    public struct Coefficients: Sendable, Equatable {
        public var b0, b1, b2, a1, a2: Float

        public init(b0: Double, b1: Double, b2: Double, a0: Double = 1, a1: Double, a2: Double) {
            self.b0 = Float(b0 / a0)
            self.b1 = Float(b1 / a0)
            self.b2 = Float(b2 / a0)
            self.a1 = Float(a1 / a0)
            self.a2 = Float(a2 / a0)
        }
    }

    public var coefficients: Coefficients
    public var s1 = StereoFrame.zero
    public var s2 = StereoFrame.zero

    public init(_ coefficients: Coefficients) { self.coefficients = coefficients }

    @inline(__always)
    public mutating func next(_ input: StereoFrame) -> StereoFrame {
        let c = coefficients
        let output = input * c.b0 + s1
        s1 = input * c.b1 - output * c.a1 + s2
        s2 = input * c.b2 - output * c.a2
        return output
    }

    /// Filters the block in place.
    public mutating func process(_ block: AudioBlock) {
        var local = self
        for index in block.indices { block[index] = local.next(block[index]) }
        self = local
    }

    /// The same, proof against input that is no sound.
    mutating func processBounded(_ block: AudioBlock) {
        var local = self
        for index in block.indices { block[index] = local.next(block[index].bounded) }
        self = local
    }
}

extension Biquad.Coefficients {
    /// `cutoffHz` is the -3 dB point at the default Q; cut-offs are kept below 0.49 of the sample rate.
    public static func lowPass(cutoffHz: Double, q: Double = 0.5.squareRoot(), sampleRate: Double) -> Self {
        let (cosine, alpha) = angle(cutoffHz, q, sampleRate)
        return Self(
            b0: (1 - cosine) / 2, b1: 1 - cosine, b2: (1 - cosine) / 2, a0: 1 + alpha, a1: -2 * cosine, a2: 1 - alpha)
    }

    public static func highPass(cutoffHz: Double, q: Double = 0.5.squareRoot(), sampleRate: Double) -> Self {
        let (cosine, alpha) = angle(cutoffHz, q, sampleRate)
        return Self(
            b0: (1 + cosine) / 2, b1: -(1 + cosine), b2: (1 + cosine) / 2, a0: 1 + alpha, a1: -2 * cosine,
            a2: 1 - alpha)
    }

    /// 0 dB at the centre.
    public static func bandPass(centreHz: Double, q: Double, sampleRate: Double) -> Self {
        let (cosine, alpha) = angle(centreHz, q, sampleRate)
        return Self(b0: alpha, b1: 0, b2: -alpha, a0: 1 + alpha, a1: -2 * cosine, a2: 1 - alpha)
    }

    public static func peak(centreHz: Double, q: Double, gainDecibels: Double, sampleRate: Double) -> Self {
        let (cosine, alpha) = angle(centreHz, q, sampleRate)
        let a = pow(10, gainDecibels / 40)
        return Self(
            b0: 1 + alpha * a, b1: -2 * cosine, b2: 1 - alpha * a, a0: 1 + alpha / a, a1: -2 * cosine,
            a2: 1 - alpha / a)
    }

    /// Half of the gain (in dB) is reached at `cornerHz`.
    public static func lowShelf(cornerHz: Double, gainDecibels: Double, sampleRate: Double) -> Self {
        let (cosine, alpha) = angle(cornerHz, 0.5.squareRoot(), sampleRate)
        let a = pow(10, gainDecibels / 40)
        let slope = 2 * a.squareRoot() * alpha
        return Self(
            b0: a * ((a + 1) - (a - 1) * cosine + slope), b1: 2 * a * ((a - 1) - (a + 1) * cosine),
            b2: a * ((a + 1) - (a - 1) * cosine - slope), a0: (a + 1) + (a - 1) * cosine + slope,
            a1: -2 * ((a - 1) + (a + 1) * cosine), a2: (a + 1) + (a - 1) * cosine - slope)
    }

    /// Half of the gain (in dB) is reached at `cornerHz`.
    public static func highShelf(cornerHz: Double, gainDecibels: Double, sampleRate: Double) -> Self {
        let (cosine, alpha) = angle(cornerHz, 0.5.squareRoot(), sampleRate)
        let a = pow(10, gainDecibels / 40)
        let slope = 2 * a.squareRoot() * alpha
        return Self(
            b0: a * ((a + 1) + (a - 1) * cosine + slope), b1: -2 * a * ((a - 1) + (a + 1) * cosine),
            b2: a * ((a + 1) + (a - 1) * cosine - slope), a0: (a + 1) - (a - 1) * cosine + slope,
            a1: 2 * ((a - 1) - (a + 1) * cosine), a2: (a + 1) - (a - 1) * cosine - slope)
    }

    private static func angle(_ frequencyHz: Double, _ q: Double, _ sampleRate: Double) -> (Double, Double) {
        let omega = 2 * Double.pi * min(frequencyHz, 0.49 * sampleRate) / sampleRate
        return (cos(omega), sin(omega) / (2 * q))
    }
}
