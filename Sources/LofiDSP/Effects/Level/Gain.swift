import LofiPlugin

/// Gain, balance and stereo width.
///
/// Signal flow: mid/side width → balance × gain. Balance keeps the power: a mono signal panned to ±1 is 3 dB up on its
/// side.
package final class Gain: AudioEffect {
    package static let kind = "gain"
    package static let summary = "gain, balance and stereo width"
    package static let parameters: [Parameter] = [
        .number("gain", -60...24, default: 0, unit: "dB", "change in level"),
        .number("pan", -1...1, default: 0, "balance: -1 = left, 1 = right"),
        .number("width", 0...2, default: 1, "0 = mono, 1 = unchanged, 2 = twice as wide"),
    ]

    package static func isLinear(_ settings: Settings) -> Bool { true }

    private let scale: StereoFrame
    private let width: Float

    package init(settings: Settings, context: AudioContext) {
        let gain = Decibels.amplitude(settings.number("gain"))
        let pan = settings.number("pan")
        scale = StereoFrame(Float((1 - pan).squareRoot()), Float((1 + pan).squareRoot())) * gain
        width = Float(settings.number("width"))
    }

    package func process(_ block: AudioBlock) {
        let (scale, width) = (scale, width)
        for index in block.indices {
            let frame = block[index].bounded
            let mid = (frame.x + frame.y) * 0.5
            let side = (frame.x - frame.y) * 0.5 * width
            block[index] = StereoFrame(mid + side, mid - side) * scale
        }
    }
}
