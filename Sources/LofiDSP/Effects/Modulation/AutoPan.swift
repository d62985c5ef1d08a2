import LofiPlatform
import LofiPlugin

/// Pans the whole sound slowly from side to side.
///
/// Signal flow: the stereo image is rotated by a slow LFO: the power is constant and neither channel is lost.
/// Simplification: the angle is computed every 16 frames.
package final class AutoPan: AudioEffect {
    package static let kind = "auto-pan"
    package static let summary = "slow panning from side to side"
    package static let parameters: [Parameter] = [
        .number("rate", 0.01...4, default: 0.1, unit: "Hz", "LFO rate"),
        .number("depth", 0...1, default: 0.5, "1 = from one side to the other"),
        .choice(
            "shape", ["sine", "triangle"], default: "sine",
            "sine lingers at the sides, triangle moves at constant speed"),
    ]

    package static var hasClock: Bool { true }

    package static func isLinear(_ settings: Settings) -> Bool { true }

    private static let stride = 16

    private let perFrame: Double
    private let depth: Double
    private let isSine: Bool
    private var time = 0
    private var count = 0
    /// Cosine and sine of the rotation angle.
    private var rotation = SIMD2<Float>(1, 0)
    private var step = SIMD2<Float>.zero

    package init(settings: Settings, context: AudioContext) {
        perFrame = context.modulationRate(settings.number("rate")) / context.sampleRate
        depth = settings.number("depth")
        isSine = settings.text("shape") == "sine"
    }

    package func process(_ block: AudioBlock) {
        var (rotation, step, count) = (rotation, step, count)
        for index in block.indices {
            if count == 0 {
                time += Self.stride
                step = (self.rotation(at: time) - rotation) / Float(Self.stride)
                count = Self.stride
            }
            let frame = block[index].bounded
            block[index] = frame * rotation.x + StereoFrame(-frame.y, frame.x) * rotation.y
            rotation += step
            count -= 1
        }
        (self.rotation, self.step, self.count) = (rotation, step, count)
    }

    private func rotation(at frame: Int) -> SIMD2<Float> {
        let turns = perFrame * Double(frame)
        let phase = turns - turns.rounded(.down)
        let triangle = phase < 0.25 ? 4 * phase : phase < 0.75 ? 2 - 4 * phase : 4 * phase - 4
        let angle = (isSine ? sin(2 * .pi * phase) : triangle) * depth * .pi / 4
        return SIMD2(Float(cos(angle)), Float(sin(angle)))
    }
}
