import Foundation
import LofiCore
import LofiDSP

/// A bell where there was a voice: the sound times a tone.
final class RingModulator: AudioEffect {
    static let kind = "ring-modulator"
    static let summary = "multiplies the sound by a tone"
    static let parameters: [Parameter] = [
        .number("frequency", 1...5000, default: 30, unit: "Hz", "of the tone"),
        .number("mix", 0...1, default: 0.5, "share of the effect"),
    ]

    private let perFrame: Double
    private let mix: Float
    private var frame = 0

    init(settings: Settings, context: AudioContext) {
        perFrame = 2 * .pi * settings.number("frequency") / context.sampleRate
        mix = Float(settings.number("mix"))
    }

    func process(_ block: AudioBlock) {
        for index in block.indices {
            let tone = Float(sin(perFrame * Double(frame)))
            block[index] *= 1 - mix + mix * tone
            frame += 1
        }
    }
}
