import LofiPlatform

/// The noise of tyres as one ear hears it, one car per lane: the closer, the louder and brighter.
///
/// Signal flow: white noise → band around 1 kHz → `soft` → low-pass of distant cars, less of it the nearer → gain.
struct TyreNoise: Sendable {
    /// Coefficients of the one-pole filters, and the gain that makes the mean square 1.
    struct Filter {
        let low, tread, soft, dull, gain: Float

        init(sampleRate: Double) {
            func share(_ hertz: Double) -> Float {
                Float(1 - exp(-2 * Double.pi * min(hertz, 0.45 * sampleRate) / sampleRate))
            }
            (low, tread, soft, dull) = (share(500), share(1500), share(2600), share(1300))
            // The power of filtered noise is the energy of the impulse response.
            var (a, b, c, energy): (Float, Float, Float, Float) = (0, 0, 0, 0)
            for index in 0..<Int(0.02 * sampleRate) {
                let input: Float = index == 0 ? 1 : 0
                a += (input - a) * low
                b += (input - a - b) * tread
                c += (b - c) * soft
                energy += c * c
            }
            gain = 1 / energy.squareRoot()
        }
    }

    private var gain = SIMD8<Float>.zero
    private var gainStep = SIMD8<Float>.zero
    /// 0 = dull, far away; 1 = near.
    private var brightness = SIMD8<Float>.zero
    private var low = SIMD8<Float>.zero
    private var tread = SIMD8<Float>.zero
    private var soft = SIMD8<Float>.zero
    private var dull = (SIMD8<Float>.zero, SIMD8<Float>.zero)

    /// Moves the gain of a car to a target, reached after so many frames.
    mutating func aim(_ lane: Int, gain target: Float, brightness: Float, frames: Int) {
        gainStep[lane] = (target - gain[lane]) / Float(frames)
        self.brightness[lane] = brightness
    }

    mutating func skip(_ frames: Int) { gain += gainStep * Float(frames) }

    /// Turns white noise, one row per frame, into that of the tyres.
    mutating func process(_ rows: UnsafeMutableBufferPointer<SIMD8<Float>>, _ filter: Filter) {
        let (brightness, step) = (brightness * filter.gain, gainStep)
        let distance = filter.gain - brightness
        var (gain, low, tread, soft, dull) = (gain, low, tread, soft, dull)
        // Old and new value are weighted separately, so that only a product and a sum lie between two states.
        for index in rows.indices {
            let white = rows[index]
            low = low * (1 - filter.low) + white * filter.low
            tread = tread * (1 - filter.tread) + (white - low) * filter.tread
            soft = soft * (1 - filter.soft) + tread * filter.soft
            dull.0 = dull.0 * (1 - filter.dull) + soft * filter.dull
            dull.1 = dull.1 * (1 - filter.dull) + dull.0 * filter.dull
            rows[index] = (dull.1 * distance + soft * brightness) * gain
            gain += step
        }
        (self.gain, self.low, self.tread, self.soft, self.dull) = (gain, low, tread, soft, dull)
    }
}
