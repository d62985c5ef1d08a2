import LofiPlatform
import LofiPlugin

/// Tames harshness: whatever sticks out between 2 and 6 kHz is turned down while it does, and nothing else.
///
/// Signal flow: four half-octave bands (2.1, 3, 4.2 and 6 kHz) → level of each relative to the whole → above the
/// threshold that band is turned down by the excess, up to the range: input + Σ (gain - 1) × band.
/// A multi-band de-esser; levels are relative to the whole signal, so that it works the same at any level (after M.
/// Wolters, M. Sapp and J. Becker-Schweitzer, "Adaptive Algorithm for Detecting and Reducing Sibilants", AES 1998).
/// Simplification: levels are read every 16 frames, with gains interpolated linearly in between.
package final class DeHarsh: AudioEffect {
    package static let kind = "de-harsh"
    package static let summary = "multi-band de-esser for what sticks out between 2 and 6 kHz"
    package static let parameters: [Parameter] = [
        .number(
            "threshold", -40...0, default: -18, unit: "dB",
            "level of a half-octave band relative to the whole above which it is turned down"),
        .number("range", 0...18, default: 6, unit: "dB", "maximum gain reduction"),
        .number("attack", 1...100, default: 8, unit: "ms", "time to turn down"),
        .number("release", 10...1000, default: 120, unit: "ms", "time to recover"),
    ]

    package static var hasClock: Bool { true }

    private static let stride = 16
    private static let centres = [2100.0, 2970, 4200, 5940]
    /// Q of a half-octave band.
    private static let q = 2.87
    /// The skirts of neighbouring bands add up: at a centre frequency they pass 1.4 times what one band does.
    private static let share = 1 / 1.4

    package var tailFrames: Int { ringFrames(cornerHz: Self.centres[0], quality: Self.q, sampleRate: sampleRate) }
    private let sampleRate: Double
    private let threshold: Double
    private let range: Double
    private let attack: Double
    private let release: Double
    private let smoothing: Float

    /// Lanes: the four bands of the left channel, then of the right. State-variable band-passes as in
    /// `StateVariableFilter`.
    private var first = SIMD8<Float>.zero
    private var second = SIMD8<Float>.zero
    private let g: SIMD8<Float>
    private let integration: SIMD8<Float>
    private static let damping = Float(1 / q)
    /// Sums of squares since the last reading.
    private var bandSum = SIMD8<Float>.zero
    private var wholeSum = StereoFrame.zero
    /// Smoothed powers.
    private var bandPower = SIMD4<Float>.zero
    private var wholePower: Float = 0
    private var reductions = SIMD4<Double>.zero
    private var change = SIMD4<Float>.zero
    private var step = SIMD4<Float>.zero
    private var count = stride

    package init(settings: Settings, context: AudioContext) {
        sampleRate = context.sampleRate
        threshold = settings.number("threshold")
        range = settings.number("range")
        func coefficient(_ milliseconds: Double) -> Double {
            1 - exp(-Double(Self.stride) / (milliseconds / 1000 * context.sampleRate))
        }
        attack = coefficient(settings.number("attack"))
        release = coefficient(settings.number("release"))
        // 10 ms: about twenty periods of the lowest band.
        smoothing = Float(coefficient(10))
        let four = Self.centres.map { StateVariableFilter.warped($0, sampleRate: context.sampleRate) }
        g = SIMD8(four + four)
        integration = 1 / (1 + g * (g + Self.damping))
    }

    package func process(_ block: AudioBlock) {
        var (first, second, bandSum, wholeSum) = (first, second, bandSum, wholeSum)
        var (change, step, count) = (change, step, count)
        for index in block.indices {
            let frame = block[index].bounded
            let input = SIMD8(
                lowHalf: SIMD4(repeating: frame.x), highHalf: SIMD4<Float>(repeating: frame.y))
            let high = (input - first * (g + Self.damping) - second) * integration
            let band = first + high * g
            let low = second + band * g
            first = band + high * g
            second = low + band * g
            let bands = band * Self.damping
            bandSum += bands * bands
            wholeSum += frame * frame
            block[index] = frame + StereoFrame((bands.lowHalf * change).sum(), (bands.highHalf * change).sum())
            change += step
            count -= 1
            if count == 0 {
                step = (nextChange(bandSum.lowHalf + bandSum.highHalf, wholeSum.sum()) - change) / Float(Self.stride)
                (bandSum, wholeSum, count) = (.zero, .zero, Self.stride)
            }
        }
        (self.first, self.second, self.bandSum, self.wholeSum) = (first, second, bandSum, wholeSum)
        (self.change, self.step, self.count) = (change, step, count)
    }

    /// Returns gain - 1 for each band.
    private func nextChange(_ bands: SIMD4<Float>, _ whole: Float) -> SIMD4<Float> {
        bandPower += (bands - bandPower) * smoothing
        wholePower += (whole - wholePower) * smoothing
        var change = SIMD4<Float>.zero
        for band in 0..<4 {
            let ratio = (Double(bandPower[band]) + 1e-12) / (Double(wholePower) + 1e-9)
            let over = Decibels.level(meanSquare: ratio) - threshold
            let wanted = max(0, min(range, over))
            reductions[band] += (wanted - reductions[band]) * (wanted > reductions[band] ? attack : release)
            if reductions[band] < 1e-7 { reductions[band] = 0 }
            change[band] = (Decibels.amplitude(-reductions[band]) - 1) * Float(Self.share)
        }
        return change
    }
}
