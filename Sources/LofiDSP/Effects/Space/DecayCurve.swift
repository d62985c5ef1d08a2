import LofiPlatform

/// Decay time of a room against frequency: air and soft surfaces absorb the treble.
struct DecayCurve {
    /// RT60 of the bass and mid range in seconds.
    let seconds: Double
    /// Frequency at which the decay time is half of that; it approaches a quarter far above.
    let halfHz: Double

    /// Returns RT60 at `hertz`. Absorption grows with the square of the frequency, as in air, up to four times that of
    /// the bass.
    func seconds(at hertz: Double) -> Double {
        let square = (hertz / halfHz) * (hertz / halfHz)
        return seconds / (1 + 3 * square / (2 + square))
    }

    /// Returns the filter that absorbs what the room would absorb within `frames`.
    func absorption(frames: Int, sampleRate: Double) -> Biquad.Coefficients {
        let passSeconds = Double(frames) / sampleRate
        // Starting point of the filter fit: a shelf with this additional treble loss (dB) has its poles that far below
        // the middle of its slope.
        let furtherLoss = 3 * 60 * passSeconds / seconds
        let corner = halfHz * 2.0.squareRoot() * pow(10, -furtherLoss / 40)
        let flat = AnalogueSection(numerator: SIMD3(1, 2, 1), denominator: SIMD3(1, 2, 1))
        return flat.digital(cornerHz: min(corner, 0.4 * sampleRate), sampleRate: sampleRate) { hertz in
            pow(10, -6 * passSeconds / seconds(at: hertz))
        }
    }
}
