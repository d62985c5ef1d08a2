import LofiPlatform
import LofiPlugin

/// A plate reverb: dense from the start, bright, without walls.
///
/// Signal flow: driver (mono) → dispersion → four all-passes → feedback delay network (see `DelayNetwork`) → two
/// pickups.
/// In a plate treble travels faster than bass (bending waves: K. Arcas and A. Chaigne, "On the quality of plate
/// reverberation", Applied Acoustics 2010): sixteen first-order all-passes delay the bass by 3 ms. Simplification: the
/// dispersion precedes the network instead of being part of it.
package final class Plate: AudioEffect {
    package static let kind = "plate"
    package static let summary = "plate reverb: dense from the start, bright, without walls"
    package static let parameters: [Parameter] = [
        .number("time", 0.3...6, default: 2, unit: "s", "decay time (RT60)"),
        .number("damping", 500...18000, default: 5000, unit: "Hz", "frequency at half of that decay time"),
        .number("pre-delay", 0...200, default: 0, unit: "ms", "delay before the reverb"),
        .number("mix", 0...1, default: 1, "wet share; 1 on a bus for sends"),
    ]

    package static var hasClock: Bool { true }

    package static func isLinear(_ settings: Settings) -> Bool { true }

    package let tailFrames: Int
    private let preDelay: FrameDelay
    private let dispersion: AllpassChain
    private var diffuser: Diffuser
    private var network: DelayNetwork
    private let balance: WetDry

    package init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        let time = settings.number("time")
        preDelay = FrameDelay(frames: Int(settings.number("pre-delay") / 1000 * rate))
        // At 0 Hz a stage delays by (1 - a) / (1 + a) frames: 3 ms in total.
        let framesPerStage = 0.003 * rate / 16
        dispersion = AllpassChain(stages: 16, coefficient: Float((1 - framesPerStage) / (1 + framesPerStage)))
        diffuser = Diffuser(frames: [2.3, 3.1, 5.3, 7.9].map { Int($0 / 1000 * rate) }, gain: 0.65)
        network = DelayNetwork(
            lineSeconds: (0..<DelayNetwork.lineCount).map { min(1, 0.65 * time) * 0.014 * pow(6, Double($0) / 15) },
            decay: DecayCurve(seconds: time, halfHz: settings.number("damping")), sampleRate: rate)
        // A send of 1 returns about as loud as the dry sound (measured on noise, 2 s).
        balance = WetDry(mix: settings.number("mix"), wetGain: 0.25)
        tailFrames = Int((1.5 * time + 0.3) * rate) + preDelay.frames + 2000
    }

    package func process(_ block: AudioBlock) {
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
