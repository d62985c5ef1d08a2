import LofiPlatform

/// How long a room rings at each frequency: air and soft things swallow the treble.
struct DecayCurve {
    /// Until the bass and the middle have fallen by 60 dB.
    let seconds: Double
    /// Where it takes half of that; far above it, a quarter.
    let halfHz: Double

    /// Absorption grows with the square of the frequency, as that of air does, until it is four times that of the bass.
    func seconds(at hertz: Double) -> Double {
        let square = (hertz / halfHz) * (hertz / halfHz)
        return seconds / (1 + 3 * square / (2 + square))
    }

    /// The filter that takes from a sound what the room would have taken in so many frames.
    func absorption(frames: Int, sampleRate: Double) -> Biquad.Coefficients {
        let passSeconds = Double(frames) / sampleRate
        // Where the fit of the filter starts: a shelf of the treble's further loss (dB) has its poles so far below the
        // middle of its slope.
        let furtherLoss = 3 * 60 * passSeconds / seconds
        let corner = halfHz * 2.0.squareRoot() * pow(10, -furtherLoss / 40)
        let flat = AnalogueSection(numerator: SIMD3(1, 2, 1), denominator: SIMD3(1, 2, 1))
        return flat.digital(cornerHz: min(corner, 0.4 * sampleRate), sampleRate: sampleRate) { hertz in
            pow(10, -6 * passSeconds / seconds(at: hertz))
        }
    }
}
