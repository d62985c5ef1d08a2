import LofiPlatform
import LofiPlugin

/// A steel plate in a frame: dense at once, bright, without walls.
///
/// Signal flow: driver (mono) → dispersion → four all-passes → sixteen delay lines that feed each other (see
/// `DelayNetwork`) → two pick-ups.
/// In a plate treble travels faster than bass (bending waves: K. Arcas and A. Chaigne, "On the quality of plate
/// reverberation", Applied Acoustics 2010): sixteen first-order all-passes hold the bass back by 3 ms. Simplification:
/// the dispersion stands before the lines, not in them.
public final class Plate: AudioEffect {
    public static let kind = "plate"
    public static let summary = "a plate reverb: dense at once, bright, without walls"
    public static let parameters: [Parameter] = [
        .number("time", 0.3...6, default: 2, unit: "s", "until it has fallen by 60 dB"),
        .number("damping", 500...18000, default: 5000, unit: "Hz", "where it takes half of that time"),
        .number("pre-delay", 0...200, default: 0, unit: "ms", "before the plate answers"),
        .number("mix", 0...1, default: 1, "share of the plate; 1 where it is a bus for sends"),
    ]

    public let tailFrames: Int
    private let preDelay: FrameDelay
    private let dispersion: AllpassChain
    private var diffuser: Diffuser
    private var network: DelayNetwork
    private let balance: WetDry

    public init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        let time = settings.number("time")
        preDelay = FrameDelay(frames: Int(settings.number("pre-delay") / 1000 * rate))
        // At 0 Hz a stage delays by (1 - a) / (1 + a) frames: 3 ms in all.
        let framesPerStage = 0.003 * rate / 16
        dispersion = AllpassChain(stages: 16, coefficient: Float((1 - framesPerStage) / (1 + framesPerStage)))
        diffuser = Diffuser(frames: [2.3, 3.1, 5.3, 7.9].map { Int($0 / 1000 * rate) }, gain: 0.65)
        network = DelayNetwork(
            lineSeconds: (0..<DelayNetwork.lineCount).map { min(1, 0.65 * time) * 0.014 * pow(6, Double($0) / 15) },
            decay: DecayCurve(seconds: time, halfHz: settings.number("damping")), sampleRate: rate)
        // A send of 1 returns about as loud as the sound that was sent (measured on noise, 2 s).
        balance = WetDry(mix: settings.number("mix"), wetGain: 0.25)
        tailFrames = Int((1.5 * time + 0.3) * rate) + preDelay.frames + 2000
    }

    public func process(_ block: AudioBlock) {
        balance.process(block) { wet in
            preDelay.process(wet)
            for index in wet.indices {
                wet[index] = StereoFrame(repeating: dispersion.next((wet[index].x + wet[index].y) * 0.5))
            }
            diffuser.process(wet)
            network.process(wet)
        }
    }
}
