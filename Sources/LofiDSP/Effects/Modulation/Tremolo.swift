import LofiPlatform
import LofiPlugin

/// The stereo tremolo of a suitcase electric piano.
///
/// Signal flow: an LFO sine shifts the balance at constant power. Simplification: the gain is computed every 16 frames.
package final class Tremolo: AudioEffect {
    package static let kind = "tremolo"
    package static let summary = "tremolo in stereo, or in level"
    package static let parameters: [Parameter] = [
        .number("rate", 0.1...12, default: 4, unit: "Hz", "LFO rate"),
        .number("depth", 0...1, default: 0.4, "modulation depth"),
        .choice("shape", ["pan", "level"], default: "pan", "pan = left and right, level = loud and soft"),
    ]

    package static var hasClock: Bool { true }

    package static func isLinear(_ settings: Settings) -> Bool { true }

    private static let stride = 16
    private let perFrame: Double
    private let depth: Double
    private let isPan: Bool
    private var time = 0
    private var count = 0
    private var gain: StereoFrame
    private var step = StereoFrame.zero

    package init(settings: Settings, context: AudioContext) {
        perFrame = 2 * .pi * context.modulationRate(settings.number("rate")) / context.sampleRate
        depth = settings.number("depth")
        isPan = settings.text("shape") == "pan"
        gain = StereoFrame(repeating: 1)
        gain = gain(at: 0)
    }

    package func process(_ block: AudioBlock) {
        var (gain, step, count) = (gain, step, count)
        for index in block.indices {
            if count == 0 {
                time += Self.stride
                step = (self.gain(at: time) - gain) / Float(Self.stride)
                count = Self.stride
            }
            block[index] = block[index].bounded * gain
            gain += step
            count -= 1
        }
        (self.gain, self.step, self.count) = (gain, step, count)
    }

    private func gain(at frame: Int) -> StereoFrame {
        let sway = sin(perFrame * Double(frame)) * depth
        if isPan { return StereoFrame(Float((1 - sway).squareRoot()), Float((1 + sway).squareRoot())) }
        return StereoFrame(repeating: Float(1 - depth / 2 + sway / 2))
    }
}
