import LofiPlatform
import LofiPlugin

/// The whole sound wanders slowly from one side to the other.
///
/// Signal flow: left and right turned about the middle by a slow angle, as a sound turns before a listener: the power
/// stays and nothing is lost of either channel. Simplification: the angle is worked out every 16 frames.
public final class AutoPan: AudioEffect {
    public static let kind = "auto-pan"
    public static let summary = "wanders from side to side"
    public static let parameters: [Parameter] = [
        .number("rate", 0.01...4, default: 0.1, unit: "Hz", "how often it goes there and back"),
        .number("depth", 0...1, default: 0.5, "how far; 1 is from one side to the other"),
        .choice("shape", ["sine", "triangle"], default: "sine", "lingering at the sides, or at one speed"),
    ]

    private static let stride = 16

    private let perFrame: Double
    private let depth: Double
    private let isSine: Bool
    private var time = 0
    private var count = 0
    /// Cosine and sine of the angle.
    private var turn = SIMD2<Float>(1, 0)
    private var step = SIMD2<Float>.zero

    public init(settings: Settings, context: AudioContext) {
        perFrame = settings.number("rate") / context.sampleRate
        depth = settings.number("depth")
        isSine = settings.text("shape") == "sine"
    }

    public func process(_ block: AudioBlock) {
        var (turn, step, count) = (turn, step, count)
        for index in block.indices {
            if count == 0 {
                time += Self.stride
                step = (self.turn(at: time) - turn) / Float(Self.stride)
                count = Self.stride
            }
            let frame = block[index].bounded
            block[index] = frame * turn.x + StereoFrame(-frame.y, frame.x) * turn.y
            turn += step
            count -= 1
        }
        (self.turn, self.step, self.count) = (turn, step, count)
    }

    private func turn(at frame: Int) -> SIMD2<Float> {
        let turns = perFrame * Double(frame)
        let phase = turns - turns.rounded(.down)
        let triangle = phase < 0.25 ? 4 * phase : phase < 0.75 ? 2 - 4 * phase : 4 * phase - 4
        let angle = (isSine ? sin(2 * .pi * phase) : triangle) * depth * .pi / 4
        return SIMD2(Float(cos(angle)), Float(sin(angle)))
    }
}
