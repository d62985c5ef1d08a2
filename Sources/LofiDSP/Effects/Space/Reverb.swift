import LofiPlatform
import LofiPlugin

/// Algorithmic reverb, from a chamber to a hall.
///
/// Signal flow: pre-delay → four all-passes → feedback delay network (see `DelayNetwork`).
/// J.-M. Jot and A. Chaigne, "Digital delay networks for designing artificial reverberators" (AES 1991).
/// Simplification: no separate early reflections; the effect `room` has them.
package final class Reverb: AudioEffect {
    package static let kind = "reverb"
    package static let summary = "algorithmic reverb, from a chamber to a hall"
    package static let parameters: [Parameter] = [
        .number("time", 0.1...10, default: 1.4, unit: "s", "decay time (RT60)"),
        .number("damping", 500...18000, default: 4500, unit: "Hz", "frequency at half of that decay time"),
        .number("size", 0.3...2, default: 1, "scale of the room's dimensions"),
        .number("pre-delay", 0...200, default: 12, unit: "ms", "delay before the reverb"),
        .number("mix", 0...1, default: 1, "wet share; 1 on a bus for sends"),
    ]

    package static var hasClock: Bool { true }

    package static func isLinear(_ settings: Settings) -> Bool { true }

    package let tailFrames: Int
    private let preDelay: FrameDelay
    private var diffuser: Diffuser
    private var network: DelayNetwork
    private var balance: WetDry

    /// Line lengths in milliseconds, geometric from 27 to 97, as in a small hall.
    private static let lineMilliseconds = (0..<DelayNetwork.lineCount).map { 27 * pow(97 / 27.0, Double($0) / 15) }

    package init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        let (time, size) = (settings.number("time"), settings.number("size"))
        preDelay = FrameDelay(frames: Int(settings.number("pre-delay") / 1000 * rate))
        // All-passes ring too, the longest for 170 ms.
        let shorter = min(1, time / 0.6)
        diffuser = Diffuser(frames: [4.7, 3.6, 12.7, 9.3].map { Int($0 / 1000 * shorter * rate) })
        network = DelayNetwork(
            // A short decay needs short lines, or each pass would have to absorb too much for the filter to shape.
            lineSeconds: Self.lineMilliseconds.map { $0 / 1000 * min(size, max(0.12, 0.65 * time)) },
            decay: DecayCurve(seconds: time, halfHz: settings.number("damping")), sampleRate: rate)
        // A send of 1 returns about as loud as the dry sound (measured on noise, 1.4 s).
        balance = WetDry(mix: settings.number("mix"), wetGain: 0.25)
        tailFrames = Int((1.5 * time + 0.3 * size) * rate) + preDelay.frames + 2000
    }

    package func process(_ block: AudioBlock) {
        balance.process(block) { wet in
            preDelay.process(wet)
            diffuser.process(wet)
            network.process(wet)
        }
    }
}
