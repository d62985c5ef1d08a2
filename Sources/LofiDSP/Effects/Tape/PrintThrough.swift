import LofiPlatform
import LofiPlugin

/// Print-through: faint copies one turn of the reel before and after a sound, since each layer of wound tape magnetises
/// its neighbours.
///
/// Signal flow: the sound one turn late + a band-pass of the sound as it comes in and as it was two turns ago.
/// The print of a wavelength λ through a tape of thickness b is proportional to k e^(-k), k = 2π b / λ, and is
/// strongest at λ = 2π b (E. D. Daniel, "Tape noise in audio recording", JAES 1972): bass and treble print little.
/// Simplification: the length of a turn stays constant while the reel empties, and only adjacent layers print.
package final class PrintThrough: AudioEffect {
    package static let kind = "print-through"
    package static let summary = "print-through: faint echoes one reel turn before and after a sound"
    package static let parameters: [Parameter] = [
        .number("level", -80 ... -20, default: -50, unit: "dB", "level of the echoes at their strongest frequency"),
        .number("turn", 0.2...4, default: 1, unit: "s", "duration of one reel turn"),
        .choice("speed", ["1.875", "3.75", "7.5", "15", "30"], default: "7.5", "tape speed in inches per second"),
        .number("thickness", 8...60, default: 50, unit: "µm", "tape thickness: 50 = open reel, 18 = C60, 12 = C90"),
        .flag("pre-echo", default: true, "echo before the sound too; adds one turn of latency"),
    ]

    package static func isLinear(_ settings: Settings) -> Bool { true }

    package let latencyFrames: Int
    package let tailFrames: Int
    private let turnFrames: Int
    private let hasPreEcho: Bool
    private let level: Float
    private var print: Biquad
    private let ring: UnsafeMutablePointer<StereoFrame>
    private let length: Int
    private var write = 0

    package init(settings: Settings, context: AudioContext) {
        turnFrames = Int((settings.number("turn") * context.sampleRate).rounded())
        hasPreEcho = settings.flag("pre-echo")
        level = Decibels.amplitude(settings.number("level"))
        let metresPerSecond = (Double(settings.text("speed")) ?? 7.5) * 0.0254
        // k = 1. A band-pass of Q 0.55 stays within 1.7 dB of k e^(1 - k) from k = 1/4 to 2 (measured).
        let peakHz = metresPerSecond / (2 * .pi * settings.number("thickness") * 1e-6)
        print = Biquad(.bandPass(centreHz: peakHz, q: 0.55, sampleRate: context.sampleRate))
        latencyFrames = hasPreEcho ? turnFrames : 0
        length = turnFrames * (hasPreEcho ? 2 : 1)
        ring = .allocate(capacity: length)
        ring.initialize(repeating: .zero, count: length)
        tailFrames = turnFrames + ringFrames(cornerHz: peakHz, quality: 0.55, sampleRate: context.sampleRate)
    }

    deinit { ring.deallocate() }

    package func process(_ block: AudioBlock) {
        var (write, print) = (write, print)
        for index in block.indices {
            let frame = block[index].bounded
            // The oldest frame is the one about to be overwritten: two turns ago, or one without pre-echo.
            let oldest = ring[write]
            ring[write] = frame
            if hasPreEcho {
                let turnAgo = write >= turnFrames ? write - turnFrames : write + turnFrames
                block[index] = ring[turnAgo] + print.next(frame + oldest) * level
            } else {
                block[index] = frame + print.next(oldest) * level
            }
            write += 1
            if write == length { write = 0 }
        }
        (self.write, self.print) = (write, print)
    }
}
