import LofiPlatform
import LofiPlugin

/// A second-order filter over stereo frames, in transposed direct form II.
///
/// Its first state is kept in two parts, feedforward and feedback, so that the latency from one output to the next is
/// only a multiplication and a subtraction.
/// State and coefficients are in double precision: in single precision, the poles of a 20 Hz corner at 96 kHz are
/// several per cent off. The coefficients created here use the bilinear transform, as in R. Bristow-Johnson's "Cookbook
/// formulae for audio equalizer biquad filter coefficients": fast, and accurate well below half the sample rate.
/// `AnalogueSection.digital` is accurate up to 0.4 of the rate.
public struct Biquad: Sendable {
    /// The transfer function (b0 + b1 z⁻¹ + b2 z⁻²) / (1 + a1 z⁻¹ + a2 z⁻²).
    public struct Coefficients: Sendable, Equatable {
        /// Normalised coefficients.
        public var b0, b1, b2, a1, a2: Double

        /// Creates coefficients, normalised by `a0`.
        public init(b0: Double, b1: Double, b2: Double, a0: Double = 1, a1: Double, a2: Double) {
            self.b0 = b0 / a0
            self.b1 = b1 / a0
            self.b2 = b2 / a0
            self.a1 = a1 / a0
            self.a2 = a2 / a0
        }

        /// Multiplies the gain.
        mutating func scale(by gain: Double) { (b0, b1, b2) = (b0 * gain, b1 * gain, b2 * gain) }
    }

    /// Coefficients, which may change between frames.
    public var coefficients: Coefficients
    private var forward = SIMD2<Double>.zero
    private var back = SIMD2<Double>.zero
    private var second = SIMD2<Double>.zero

    /// Creates a filter with zero state.
    public init(_ coefficients: Coefficients) { self.coefficients = coefficients }

    /// Filters one frame.
    @inline(__always)
    public mutating func next(_ frame: StereoFrame) -> StereoFrame { StereoFrame(next(SIMD2<Double>(frame))) }

    @inline(__always)
    mutating func next(_ input: SIMD2<Double>) -> SIMD2<Double> {
        let c = coefficients
        let output = (input * c.b0 + forward) - back
        forward = input * c.b1 + second
        back = output * c.a1
        second = input * c.b2 - output * c.a2
        return output
    }

    /// Filters the block in place.
    public mutating func process(_ block: AudioBlock) {
        var local = self
        for index in block.indices { block[index] = local.next(block[index]) }
        self = local
    }

    /// Filters the block in place with sections in series, up to four at a time, each one frame behind the one before.
    /// NaN, infinite and out-of-range input is replaced by silence.
    static func process(_ block: AudioBlock, through sections: inout [Biquad]) {
        var done = 0
        while done < sections.count {
            switch sections.count - done {
            case 1:
                var a = sections[done]
                for index in block.indices { block[index] = a.next(block[index].bounded) }
                sections[done] = a
                done += 1
            case 2:
                var (a, b) = (sections[done], sections[done + 1])
                for index in block.indices { block[index] = b.next(a.next(block[index].bounded)) }
                (sections[done], sections[done + 1]) = (a, b)
                done += 2
            case 3:
                var (a, b, c) = (sections[done], sections[done + 1], sections[done + 2])
                for index in block.indices { block[index] = c.next(b.next(a.next(block[index].bounded))) }
                (sections[done], sections[done + 1], sections[done + 2]) = (a, b, c)
                done += 3
            default:
                var (a, b, c, d) = (sections[done], sections[done + 1], sections[done + 2], sections[done + 3])
                for index in block.indices { block[index] = d.next(c.next(b.next(a.next(block[index].bounded)))) }
                (sections[done], sections[done + 1], sections[done + 2], sections[done + 3]) = (a, b, c, d)
                done += 4
            }
        }
    }
}

extension Biquad.Coefficients {
    /// Returns the squared magnitude at a frequency given as a share of the sample rate.
    func power(at frequency: Double) -> Double {
        let x = sin(.pi * frequency) * sin(.pi * frequency)
        func square(_ c0: Double, _ c1: Double, _ c2: Double) -> Double {
            (c0 + c1 + c2) * (c0 + c1 + c2) - 4 * x * (c1 * (c0 + c2) + 4 * c0 * c2) + 16 * x * x * c0 * c2
        }
        return square(b0, b1, b2) / square(1, a1, a2)
    }

    /// Returns a low-pass; `cutoffHz` is the -3 dB point at the default Q and is limited to 0.49 of the sample rate.
    public static func lowPass(cutoffHz: Double, q: Double = 0.5.squareRoot(), sampleRate: Double) -> Self {
        AnalogueSection.lowPass(q: q).bilinear(cornerHz: cutoffHz, sampleRate: sampleRate)
    }

    /// Returns a high-pass; `cutoffHz` is the -3 dB point at the default Q and is limited to 0.49 of the sample rate.
    public static func highPass(cutoffHz: Double, q: Double = 0.5.squareRoot(), sampleRate: Double) -> Self {
        AnalogueSection.highPass(q: q).bilinear(cornerHz: cutoffHz, sampleRate: sampleRate)
    }

    /// Returns a band-pass with 0 dB at the centre.
    public static func bandPass(centreHz: Double, q: Double, sampleRate: Double) -> Self {
        AnalogueSection(numerator: SIMD3(0, 1 / q, 0), denominator: SIMD3(1, 1 / q, 1))
            .bilinear(cornerHz: centreHz, sampleRate: sampleRate)
    }

    /// Returns a peaking filter: the full gain at the centre, half of it (in dB) at the edges of the bandwidth.
    public static func peak(centreHz: Double, q: Double, gainDecibels: Double, sampleRate: Double) -> Self {
        AnalogueSection.peak(q: q, gainDecibels: gainDecibels).bilinear(cornerHz: centreHz, sampleRate: sampleRate)
    }

    /// Returns a low shelf; half of the gain (in dB) is reached at `cornerHz`.
    public static func lowShelf(cornerHz: Double, gainDecibels: Double, sampleRate: Double) -> Self {
        AnalogueSection.lowShelf(gainDecibels: gainDecibels).bilinear(cornerHz: cornerHz, sampleRate: sampleRate)
    }

    /// Returns a high shelf; half of the gain (in dB) is reached at `cornerHz`.
    public static func highShelf(cornerHz: Double, gainDecibels: Double, sampleRate: Double) -> Self {
        AnalogueSection.highShelf(gainDecibels: gainDecibels).bilinear(cornerHz: cornerHz, sampleRate: sampleRate)
    }
}
