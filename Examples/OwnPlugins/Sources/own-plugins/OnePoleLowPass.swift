import Foundation
import LofiPluginKit

/// A gentle loss of treble, 6 dB per octave, like a thick curtain.
///
/// Signal flow: one-pole low-pass, wet/dry. Known simplification: the corner is exact only well below half the sample rate.
final class OnePoleLowPass: AudioEffect {
    static let kind = "one-pole"
    static let summary = "gentle low-pass, 6 dB per octave"
    static let parameters: [Parameter] = [
        .number("cutoff", 20...20000, default: 3000, unit: "Hz", "where the level is 3 dB down"),
        .number("mix", 0...1, default: 1, "wet share"),
    ]

    /// Until an impulse has decayed by 90 dB.
    let tailFrames: Int

    private let coefficient: Float
    private let wetDry: WetDry
    private var state = StereoFrame.zero

    init(settings: Settings, context: AudioContext) {
        let decay = exp(-2 * .pi * settings.number("cutoff") / context.sampleRate)
        coefficient = Float(1 - decay)
        wetDry = WetDry(mix: settings.number("mix"), wetGain: 1)
        tailFrames = Int((log(10) * -90 / 20 / log(max(decay, 1e-9))).rounded(.up))
    }

    func process(_ block: AudioBlock) {
        wetDry.process(block) { run in
            var state = state
            for index in run.indices {
                state += (run[index] - state) * coefficient
                run[index] = state
            }
            self.state = state
        }
    }
}
