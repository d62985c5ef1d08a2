import LofiPlatform
import LofiPlugin

/// Two detuned copies beside the original: width and shimmer.
///
/// Signal flow: one modulated delay of about 12 ms per channel, with the LFO in quadrature between left and right,
/// mixed with the dry signal. After J. Dattorro, "Effect Design, Part 2" (JAES 1997).
/// Simplification: the delay is computed every 16 frames and interpolated linearly in between; the taps are read with
/// cubic interpolation.
package final class Chorus: AudioEffect {
    package static let kind = "chorus"
    package static let summary = "chorus: the width and shimmer of several players"
    package static let parameters: [Parameter] = [
        .number("depth", 0...1, default: 0.3, "delay modulation; 1 = ±4 ms"),
        .number("rate", 0.05...5, default: 0.6, unit: "Hz", "LFO rate"),
        .number("mix", 0...1, default: 0.35, "wet share"),
    ]

    package static var hasClock: Bool { true }

    package static func isLinear(_ settings: Settings) -> Bool { true }

    private static let stride = 16
    private static let centreSeconds = 0.012
    private static let swingSeconds = 0.004

    package let tailFrames: Int
    private let ring: FrameRing
    private let centre: Double
    private let swing: Double
    /// LFO rotation per 16 frames and current LFO phase, each as cosine and sine.
    private let rotation: SIMD2<Double>
    private var phasor = SIMD2(1.0, 0.0)
    private let wet: Float
    private let dry: Float
    private var count = 0
    private var delay: SIMD2<Double>
    private var step = SIMD2<Double>.zero

    package init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        centre = Self.centreSeconds * rate
        swing = Self.swingSeconds * rate * settings.number("depth")
        let angle = 2 * .pi * context.modulationRate(settings.number("rate")) / rate * Double(Self.stride)
        rotation = SIMD2(cos(angle), sin(angle))
        let mix = settings.number("mix")
        // Wet and dry are almost uncorrelated, so their powers add.
        (dry, wet) = (Float((1 - mix / 2).squareRoot()), Float((mix / 2).squareRoot()))
        ring = FrameRing(longestFrames: centre + swing)
        tailFrames = Int(centre + swing) + 8
        delay = SIMD2(centre, centre + swing)
    }

    package func process(_ block: AudioBlock) {
        var (delay, step, count) = (delay, step, count)
        for index in block.indices {
            if count == 0 {
                step = (nextDelay() - delay) / Double(Self.stride)
                count = Self.stride
            }
            let frame = block[index].bounded
            ring.write(frame)
            block[index] = frame * dry + ring.read(delay) * wet
            delay += step
            count -= 1
        }
        (self.delay, self.step, self.count) = (delay, step, count)
    }

    /// Returns the left and right delays in frames, 16 frames ahead.
    private func nextDelay() -> SIMD2<Double> {
        let turned = phasor * rotation.x + SIMD2(-phasor.y, phasor.x) * rotation.y
        // Rounding lets the phasor's length drift; one Newton step corrects it.
        phasor = turned * (1.5 - 0.5 * (turned * turned).sum())
        return SIMD2(centre + swing * phasor.y, centre + swing * phasor.x)
    }
}
