import LofiPlatform
import LofiPlugin

/// Tape-loop echo: each repeat duller, rounder and a little more out of tune than the last.
///
/// Signal flow: input + feedback → low cut and head loss → soft saturation → tape read at a wandering position → output
/// and feedback; optionally ping-pong. After S. Arnardottir, J. S. Abel and J. O. Smith, "A Digital Model of the
/// Echoplex Tape Delay" (AES 2008). The saturation bounds the loop at any feedback. Simplification: no oversampling,
/// because the head loss before the saturation leaves its third harmonics little to alias; the speed modulation is a
/// sine.
package final class TapeEcho: AudioEffect {
    package static let kind = "tape-echo"
    package static let summary = "tape echo, duller with each repeat"
    package static let parameters: [Parameter] = [
        .number("time", 30...1500, default: 420, unit: "ms", "delay between repeats"),
        .number("feedback", 0...0.95, default: 0.4, "gain from one repeat to the next"),
        .number("tone", 800...10000, default: 3500, unit: "Hz", "treble cutoff of the heads"),
        .number("drive", 0...18, default: 3, unit: "dB", "tape drive; the level is compensated"),
        .number("wow", 0...2, default: 0.2, unit: "%", "peak speed deviation of the repeats"),
        .flag("ping-pong", default: true, "repeats alternate between left and right"),
        .number("mix", 0...1, default: 0.35, "wet share; 1 on a bus for sends"),
    ]

    package static var hasClock: Bool { true }

    private static let stride = 16
    /// One turn of the capstan, as in tape echoes with a slack pinch roller.
    private static let wowHz = 0.9

    package let tailFrames: Int
    private let ring: FrameRing
    private let delay: Double
    private let swing: Double
    private let perFrame: Double
    private let feedback: Float
    private let drive: Float
    private let isPingPong: Bool
    private let wet: Float
    private let dry: Float
    private var lowCut: Biquad
    private var headLoss: Biquad
    private var position: Double
    private var step = 0.0
    private var time = 0
    private var count = 0

    package init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        delay = settings.number("time") / 1000 * rate
        perFrame = 2 * .pi * context.modulationRate(Self.wowHz) / rate
        // A peak speed deviation d at the rate f is a timing deviation of d / 2πf.
        swing = min(settings.number("wow") / 100 / perFrame, 0.4 * delay)
        feedback = Float(settings.number("feedback"))
        drive = Decibels.amplitude(settings.number("drive"))
        isPingPong = settings.flag("ping-pong")
        (wet, dry) = (Float(settings.number("mix")), Float(1 - settings.number("mix")))
        ring = FrameRing(longestFrames: delay + swing)
        lowCut = Biquad(AnalogueSection.highPass().digital(cornerHz: 60, sampleRate: rate))
        headLoss = Biquad(AnalogueSection.lowPass().digital(cornerHz: settings.number("tone"), sampleRate: rate))
        position = delay
        let repeats = 100 / max(0.4, -Decibels.level(max(1e-4, settings.number("feedback"))))
        tailFrames = Int((delay + swing) * (repeats + 2)) + Int(0.1 * rate)
    }

    package func process(_ block: AudioBlock) {
        var (lowCut, headLoss, position, step, count) = (lowCut, headLoss, position, step, count)
        for index in block.indices {
            if count == 0 {
                time += Self.stride
                step = (delay + swing * sin(perFrame * Double(time)) - position) / Double(Self.stride)
                count = Self.stride
            }
            let frame = block[index].bounded
            // One frame less, because the read precedes the write.
            let echo = ring.read(position - 1)
            let fed =
                isPingPong
                ? StereoFrame((frame.x + frame.y) * 0.5 + echo.y * feedback, echo.x * feedback)
                : frame + echo * feedback
            let driven = headLoss.next(lowCut.next(fed)) * drive
            ring.write(driven / ((1 + driven * driven).squareRoot() * drive))
            block[index] = frame * dry + echo * wet
            position += step
            count -= 1
        }
        (self.lowCut, self.headLoss, self.position, self.step, self.count) = (lowCut, headLoss, position, step, count)
    }
}
