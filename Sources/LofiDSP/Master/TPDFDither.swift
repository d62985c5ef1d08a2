import LofiPlugin

/// Rounds to whole numbers so that the error is a faint steady hiss, never a distortion of what is quiet.
///
/// frame × full scale + triangular noise (two uniforms of 1 LSB each) → round → clamp. The mean and the variance of the
/// error, 1/4 LSB², do not depend on the signal: S. Lipshitz, R. Wannamaker and J. Vanderkooy, "Quantization and Dither:
/// A Theoretical Survey" (JAES 1992). Noise shaping, by choice, feeds the error back through Wannamaker's three
/// coefficients (JAES 1992, F-weighted, for 44.1 kHz): less hiss at 2–6 kHz, more above 10 kHz.
/// Digital silence is dithered like all else; a file whose end should be all zeros is padded behind the dither.
public struct TPDFDither: Sendable {
    public let bits: Int
    public let shapesNoise: Bool

    private var noise: WhiteNoise
    private var error1 = SIMD2<Double>.zero
    private var error2 = SIMD2<Double>.zero
    private var error3 = SIMD2<Double>.zero

    /// - Parameter bits: the width of the samples, 8…24.
    public init(bits: Int, shapesNoise: Bool = false, random: RandomStream) {
        precondition((8...24).contains(bits), "dither is for 8 to 24 bits")
        self.bits = bits
        self.shapesNoise = shapesNoise
        noise = WhiteNoise(random: random)
    }

    /// Writes two samples a frame, left before right, each left-justified in 32 bits: a 16-bit sample times 65,536. That
    /// is how libsndfile's `sf_writef_int` takes them, for any width of file.
    /// - Parameter samples: room for twice as many as there are frames.
    public mutating func quantise(
        _ block: UnsafeBufferPointer<StereoFrame>, into samples: UnsafeMutablePointer<Int32>
    ) {
        // The noise first, into where the samples will be.
        var noise = noise
        for index in block.indices {
            let both = noise.nextTriangular()
            (samples[2 * index], samples[2 * index + 1]) = (both.x, both.y)
        }
        self.noise = noise
        if shapesNoise { shape(block, samples) } else { round(block, samples) }
    }

    /// Adding and taking away 1.5 × 2^52 rounds to the nearest whole number, which then lies in the lowest bits.
    private static let rounder = 0x1.8p52

    /// Sample by sample, left and right alike, which the compiler turns into vectors.
    private func round(_ block: UnsafeBufferPointer<StereoFrame>, _ samples: UnsafeMutablePointer<Int32>) {
        let scale = Double(1 << (bits - 1))
        let (lowest, highest, shift) = (-scale, scale - 1, Int32(32 - bits))
        block.withMemoryRebound(to: Float.self) { sound in
            for index in sound.indices {
                let dithered = Double(sound[index]) * scale + Double(samples[index]) * 0x1p-16
                let bounded = dithered < lowest ? lowest : dithered > highest ? highest : dithered
                samples[index] = Int32(truncatingIfNeeded: (bounded + Self.rounder).bitPattern) &<< shift
            }
        }
    }

    private mutating func shape(_ block: UnsafeBufferPointer<StereoFrame>, _ samples: UnsafeMutablePointer<Int32>) {
        let scale = Double(1 << (bits - 1))
        let lowest = SIMD2<Double>(repeating: -scale)
        let highest = SIMD2<Double>(repeating: scale - 1)
        let shift = Int32(32 - bits)
        let rounder = SIMD2<Double>(repeating: Self.rounder)
        var (error1, error2, error3) = (error1, error2, error3)
        for index in block.indices {
            let wanted =
                SIMD2<Double>(block[index]) * scale - (1.623 * error1 - 0.982 * error2 + 0.109 * error3)
            let noise = SIMD2(Double(samples[2 * index]), Double(samples[2 * index + 1])) * 0x1p-16
            let dithered = (wanted + noise).clamped(lowerBound: lowest, upperBound: highest)
            let rounded = (dithered + rounder) - rounder
            error3 = error2
            error2 = error1
            // A clipped sample must not wind the feedback up.
            let limit = SIMD2<Double>(repeating: 2)
            error1 = (rounded - wanted).clamped(lowerBound: -limit, upperBound: limit)
            samples[2 * index] = Int32(rounded.x) << shift
            samples[2 * index + 1] = Int32(rounded.y) << shift
        }
        (self.error1, self.error2, self.error3) = (error1, error2, error3)
    }
}
