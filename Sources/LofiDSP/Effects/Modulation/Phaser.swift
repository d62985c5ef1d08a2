import LofiPlatform
import LofiPlugin

/// Notches that wander through the sound: a Rhodes through a small box.
///
/// Signal flow: 4 to 12 first-order all-passes, their corner swept over octaves, fed back, mixed with the input; each
/// pair makes a notch. After J. O. Smith, "An Allpass Approach to Digital Phasing and Flanging" (ICMC 1984).
/// Simplification: the corner is worked out every 16 frames and goes straight in between.
public final class Phaser: AudioEffect {
    public static let kind = "phaser"
    public static let summary = "notches that wander through the sound"
    public static let parameters: [Parameter] = [
        .number("rate", 0.02...8, default: 0.35, unit: "Hz", "how often they go up and down"),
        .number("centre", 100...4000, default: 700, unit: "Hz", "middle of their way"),
        .number("depth", 0...3, default: 1.2, unit: "octaves", "how far to either side"),
        .integer("stages", 4...12, default: 4, unit: "", "all-passes; two make a notch"),
        .number("feedback", 0...0.9, default: 0.3, "how sharp they are"),
        .number("spread", 0...180, default: 60, unit: "°", "by how much right lags left"),
        .number("mix", 0...1, default: 0.5, "share of the shifted sound; 0.5 has the deepest notches"),
    ]

    private static let stride = 16

    public let tailFrames: Int
    private let sampleRate: Double
    private let perFrame: Double
    private let centre: Double
    private let depth: Double
    private let spread: Double
    private let stages: Int
    private let feedback: Float
    private let mix: Float
    private let states: UnsafeMutablePointer<StereoFrame>
    private var last = StereoFrame.zero
    private var time = 0
    private var count = 0
    private var coefficient: StereoFrame
    private var step = StereoFrame.zero

    public init(settings: Settings, context: AudioContext) {
        sampleRate = context.sampleRate
        perFrame = 2 * .pi * settings.number("rate") / sampleRate
        centre = settings.number("centre")
        depth = settings.number("depth")
        spread = settings.number("spread") / 180 * .pi
        stages = settings.integer("stages")
        feedback = Float(settings.number("feedback"))
        mix = Float(settings.number("mix"))
        states = .allocate(capacity: stages)
        states.initialize(repeating: .zero, count: stages)
        coefficient = .zero
        let lowest = centre * pow(2, -depth)
        // Each turn takes the stages' delay and loses the feedback's part.
        let turns = 90 / max(2, -Decibels.level(max(0.01, settings.number("feedback"))))
        tailFrames = Int(Double(stages) * (turns + 4) / (.pi * lowest) * sampleRate) + 64
        coefficient = coefficient(at: 0)
    }

    deinit { states.deallocate() }

    public func process(_ block: AudioBlock) {
        var (last, coefficient, step, count) = (last, coefficient, step, count)
        for index in block.indices {
            if count == 0 {
                time += Self.stride
                step = (self.coefficient(at: time) - coefficient) / Float(Self.stride)
                count = Self.stride
            }
            let frame = block[index].bounded
            var shifted = frame + last * feedback
            for stage in 0..<stages {
                let output = shifted * coefficient + states[stage]
                states[stage] = shifted - output * coefficient
                shifted = output
            }
            last = shifted
            block[index] = frame + (shifted - frame) * mix
            coefficient += step
            count -= 1
        }
        (self.last, self.coefficient, self.step, self.count) = (last, coefficient, step, count)
    }

    /// Of (a + z⁻¹) / (1 + a z⁻¹), a quarter turn at the corner.
    private func coefficient(at frame: Int) -> StereoFrame {
        func one(_ angle: Double) -> Float {
            let corner = min(centre * pow(2, depth * sin(angle)), 0.45 * sampleRate)
            let t = tan(.pi * corner / sampleRate)
            return Float((t - 1) / (t + 1))
        }
        let angle = perFrame * Double(frame)
        return StereoFrame(one(angle), one(angle - spread))
    }
}
