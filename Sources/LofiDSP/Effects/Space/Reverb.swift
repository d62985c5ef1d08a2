import LofiPlatform
import LofiPlugin

/// A room around the sound, from a chamber to a hall.
///
/// Signal flow: pre-delay → four all-passes → sixteen delay lines that feed each other (see `DelayNetwork`).
/// J.-M. Jot and A. Chaigne, "Digital delay networks for designing artificial reverberators" (AES 1991).
/// Simplification: no single early reflections; the effect `room` has them.
public final class Reverb: AudioEffect {
    public static let kind = "reverb"
    public static let summary = "a room around the sound"
    public static let parameters: [Parameter] = [
        .number("time", 0.1...10, default: 1.4, unit: "s", "until it has fallen by 60 dB"),
        .number("damping", 500...18000, default: 4500, unit: "Hz", "where it takes half of that time"),
        .number("size", 0.3...2, default: 1, "length of the walls"),
        .number("pre-delay", 0...200, default: 12, unit: "ms", "before the room answers"),
        .number("mix", 0...1, default: 1, "share of the room; 1 where it is a bus for sends"),
    ]

    public let tailFrames: Int
    private let preDelay: FrameDelay
    private var diffuser: Diffuser
    private var network: DelayNetwork
    private var balance: WetDry

    /// Milliseconds, by equal steps of pitch from 27 to 97, as in a small hall.
    private static let lineMilliseconds = (0..<DelayNetwork.lineCount).map { 27 * pow(97 / 27.0, Double($0) / 15) }

    public init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        let (time, size) = (settings.number("time"), settings.number("size"))
        preDelay = FrameDelay(frames: Int(settings.number("pre-delay") / 1000 * rate))
        // All-passes ring too, 170 ms the longest.
        let shorter = min(1, time / 0.6)
        diffuser = Diffuser(frames: [4.7, 3.6, 12.7, 9.3].map { Int($0 / 1000 * shorter * rate) })
        network = DelayNetwork(
            // What dies away quickly needs short lines, or each pass would take too much to be shaped.
            lineSeconds: Self.lineMilliseconds.map { $0 / 1000 * min(size, max(0.12, 0.65 * time)) },
            decay: DecayCurve(seconds: time, halfHz: settings.number("damping")), sampleRate: rate)
        // A send of 1 returns about as loud as the sound that was sent (measured on noise, 1.4 s).
        balance = WetDry(mix: settings.number("mix"), wetGain: 0.25)
        tailFrames = Int((1.5 * time + 0.3 * size) * rate) + preDelay.frames + 2000
    }

    public func process(_ block: AudioBlock) {
        balance.process(block) { wet in
            preDelay.process(wet)
            diffuser.process(wet)
            network.process(wet)
        }
    }
}
