import LofiPlugin

/// TPDF dither: quantises so that the error is a faint steady hiss, never a distortion of quiet passages.
///
/// frame × full scale + triangular noise (two uniforms of 1 LSB each) → round → clamp. The mean and the variance of the
/// error, 1/4 LSB², do not depend on the signal: S. Lipshitz, R. Wannamaker and J. Vanderkooy, "Quantization and
/// Dither: A Theoretical Survey" (JAES 1992). Optional noise shaping feeds the error back through Wannamaker's three
/// coefficients (JAES 1992, F-weighted, for 44.1 kHz): less hiss at 2–6 kHz, more above 10 kHz.
/// Digital silence is dithered like everything else; to end a file in zeros, pad it after the dither.
public struct TPDFDither: Sendable {
    /// Sample width in bits, 8…24.
    public let bits: Int
    /// Whether noise shaping is on.
    public let shapesNoise: Bool

    private var noise: WhiteNoise
    private var error1 = SIMD2<Double>.zero
    private var error2 = SIMD2<Double>.zero
    private var error3 = SIMD2<Double>.zero

    /// - Parameters:
    ///   - bits: sample width, 8…24.
    ///   - shapesNoise: moves the noise from 2–6 kHz to above 10 kHz.
    ///   - random: seeds the dither noise.
    public init(bits: Int, shapesNoise: Bool = false, random: RandomStream) {
        precondition((8...24).contains(bits), "dither is for 8 to 24 bits")
        self.bits = bits
        self.shapesNoise = shapesNoise
        noise = WhiteNoise(random: random)
    }

    /// Writes two samples per frame, left before right, each left-justified in 32 bits: a 16-bit sample times 65,536,
    /// the format that libsndfile's `sf_writef_int` takes for any width of file.
    ///
    /// - Parameter samples: room for twice as many samples as there are frames.
    public mutating func quantise(
        _ block: UnsafeBufferPointer<StereoFrame>, into samples: UnsafeMutablePointer<Int32>
    ) {
        // Write the noise first, where the samples will go.
        var noise = noise
        for index in block.indices {
            let both = noise.nextTriangular()
            (samples[2 * index], samples[2 * index + 1]) = (both.x, both.y)
        }
        self.noise = noise
        if shapesNoise { shape(block, samples) } else { round(block, samples) }
    }

    /// Adding and subtracting 1.5 × 2^52 rounds to the nearest integer, which is then in the lowest bits.
    private static let rounder = 0x1.8p52

    /// Rounds sample by sample, left and right alike, which the compiler vectorises.
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
            // A clipped sample must not wind up the feedback.
            let limit = SIMD2<Double>(repeating: 2)
            error1 = (rounded - wanted).clamped(lowerBound: -limit, upperBound: limit)
            samples[2 * index] = Int32(rounded.x) << shift
            samples[2 * index + 1] = Int32(rounded.y) << shift
        }
        (self.error1, self.error2, self.error3) = (error1, error2, error3)
    }
}
