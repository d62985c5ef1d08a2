import LofiPlatform

/// The response of a record player: the RIAA curve (IEC 60098: 3180, 318 and 75 µs) and the cartridge, each as a
/// section that matches its analogue prototype up to half of any sample rate.
public enum ReplayCurve {
    private static let bassHz = 50.05
    private static let middleHz = 500.5
    private static let trebleHz = 2122.0

    /// Returns the magnitude of the replay curve at a frequency in Hz, as an amplitude ratio relative to 1 kHz.
    public static func replayMagnitude(_ hertz: Double) -> Double {
        func bare(_ hertz: Double) -> Double {
            ((1 + pow(hertz / middleHz, 2)) / (1 + pow(hertz / bassHz, 2)) / (1 + pow(hertz / trebleHz, 2)))
                .squareRoot()
        }
        return bare(hertz) / bare(1000)
    }

    /// Returns the replay curve: from stylus velocity to preamplifier output.
    public static func replay(sampleRate: Double) -> Biquad.Coefficients {
        section(pole(bassHz, sampleRate), pole(trebleHz, sampleRate), sampleRate, replayMagnitude)
    }

    /// Returns the cutter's recording curve, the inverse of the replay curve.
    static func recording(sampleRate: Double) -> Biquad.Coefficients {
        let c = replay(sampleRate: sampleRate)
        return Biquad.Coefficients(
            b0: 1, b1: Double(c.a1), b2: Double(c.a2), a0: Double(c.b0), a1: Double(c.b1), a2: Double(c.b2))
    }

    /// Returns the response of a moving-magnet cartridge into its load: a resonance at 16 kHz with a Q of 1.3.
    static func cartridge(sampleRate: Double) -> Biquad.Coefficients { resonance(grainHz: nil, sampleRate) }

    /// Returns the cartridge on bare vinyl, whose grain is rough in displacement, so that its velocity rises above
    /// `grainHz`.
    static func surface(grainHz: Double, sampleRate: Double) -> Biquad.Coefficients {
        resonance(grainHz: grainHz, sampleRate)
    }

    private static func resonance(grainHz: Double?, _ sampleRate: Double) -> Biquad.Coefficients {
        let (hertz, q) = (16000.0, 1.3)
        let radius = exp(-Double.pi * hertz / q / sampleRate)
        let angle = 2 * Double.pi * hertz / sampleRate * (1 - 1 / (4 * q * q)).squareRoot()
        return section(a1: -2 * radius * cos(angle), a2: radius * radius, sampleRate) { at in
            let ratio = pow(at / hertz, 2)
            let grain = grainHz.map { 1 + pow(at / $0, 2) } ?? 1
            return (grain / (pow(1 - ratio, 2) + ratio / (q * q))).squareRoot()
        }
    }

    private static func pole(_ hertz: Double, _ sampleRate: Double) -> Double {
        exp(-2 * Double.pi * hertz / sampleRate)
    }

    private static func section(
        _ first: Double, _ second: Double, _ sampleRate: Double, _ magnitude: (Double) -> Double
    ) -> Biquad.Coefficients {
        section(a1: -(first + second), a2: first * second, sampleRate, magnitude)
    }

    /// Places the zeros so that the magnitude is exact at 0, 0.1 and 0.4 of the sample rate (after M. Vicanek, "Matched
    /// second order digital filters", 2016): the replay curve is then within 0.3 dB up to 0.4 of any rate.
    private static func section(
        a1: Double, a2: Double, _ sampleRate: Double, _ magnitude: (Double) -> Double
    ) -> Biquad.Coefficients {
        // Squared magnitudes are a sum of three terms, with weights 1 - s, s and 4 s (1 - s) of s = sin²(π f / rate).
        let poles = SIMD3(pow(1 + a1 + a2, 2), pow(1 - a1 + a2, 2), -4 * a2)
        let atZero = poles.x * pow(magnitude(0), 2)
        func terms(_ share: Double) -> (half: Double, bend: Double, rest: Double) {
            let s = pow(sin(Double.pi * share), 2)
            let weights = SIMD3(1 - s, s, 4 * s * (1 - s))
            let target = (poles * weights).sum() * pow(magnitude(share * sampleRate), 2)
            return (weights.y, weights.z, target - atZero * weights.x)
        }
        let (first, second) = (terms(0.1), terms(0.4))
        let determinant = first.half * second.bend - first.bend * second.half
        let atHalf = max(0, (first.rest * second.bend - first.bend * second.rest) / determinant)
        let bend = (first.half * second.rest - first.rest * second.half) / determinant
        let mean = (atZero.squareRoot() + atHalf.squareRoot()) / 2
        let b0 = (mean + max(0, mean * mean + bend).squareRoot()) / 2
        return Biquad.Coefficients(
            b0: b0, b1: (atZero.squareRoot() - atHalf.squareRoot()) / 2, b2: -bend / (4 * b0), a1: a1, a2: a2)
    }
}
