import LofiPlatform
import LofiPlugin

/// A phaser: notches that sweep through the sound, like a Rhodes through a small pedal.
///
/// Signal flow: 4 to 12 first-order all-passes, swept over octaves, with feedback, mixed with the input; each pair
/// makes one notch. After J. O. Smith, "An Allpass Approach to Digital Phasing and Flanging" (ICMC 1984).
/// Simplification: the corner is computed every 16 frames; the coefficient is interpolated linearly in between.
package final class Phaser: AudioEffect {
    package static let kind = "phaser"
    package static let summary = "phaser: notches that sweep through the sound"
    package static let parameters: [Parameter] = [
        .number("rate", 0.02...8, default: 0.35, unit: "Hz", "LFO rate"),
        .number("centre", 100...4000, default: 700, unit: "Hz", "centre of the sweep"),
        .number("depth", 0...3, default: 1.2, unit: "octaves", "sweep to either side"),
        .integer("stages", 4...12, default: 4, unit: "", "number of all-passes; two make one notch"),
        .number("feedback", 0...0.9, default: 0.3, "feedback: sharpness of the notches"),
        .number("spread", 0...180, default: 60, unit: "°", "LFO phase lag of the right channel"),
        .number("mix", 0...1, default: 0.5, "wet share; 0.5 = deepest notches"),
    ]

    package static var hasClock: Bool { true }

    package static func isLinear(_ settings: Settings) -> Bool { true }

    private static let stride = 16

    package let tailFrames: Int
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

    package init(settings: Settings, context: AudioContext) {
        sampleRate = context.sampleRate
        perFrame = 2 * .pi * context.modulationRate(settings.number("rate")) / sampleRate
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
        // Each trip round the loop takes the stages' delay and is scaled by the feedback.
        let trips = 90 / max(2, -Decibels.level(max(0.01, settings.number("feedback"))))
        tailFrames = Int(Double(stages) * (trips + 4) / (.pi * lowest) * sampleRate) + 64
        coefficient = coefficient(at: 0)
    }

    deinit { states.deallocate() }

    package func process(_ block: AudioBlock) {
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

    /// Returns the coefficients a of (a + z⁻¹) / (1 + a z⁻¹) for left and right; the phase shift is 90° at the corner.
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
