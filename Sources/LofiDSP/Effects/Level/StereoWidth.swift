import LofiPlugin

/// Widens or narrows the stereo image and keeps the bass mono, as cutting a record requires.
///
/// Signal flow: mid/side; the side through a second-order high-pass and × width; back to left/right.
/// The mono sum always equals the input's (A. D. Blumlein, British patent 394,325, 1931, for sum and difference).
/// Simplification: the side's phase rotates about the corner.
package final class StereoWidth: AudioEffect {
    package static let kind = "stereo-width"
    package static let summary = "stereo width with mono bass"
    package static let parameters: [Parameter] = [
        .number("width", 0...200, default: 100, unit: "%", "0 = mono, 100 = unchanged, 200 = twice as wide"),
        .number("mono-below", 20...500, default: 120, unit: "Hz", "frequencies below this are mono"),
    ]

    package static func isLinear(_ settings: Settings) -> Bool { true }

    package let tailFrames: Int
    private let width: Float
    private var filter: Biquad

    package init(settings: Settings, context: AudioContext) {
        width = Float(settings.number("width") / 100)
        let corner = settings.number("mono-below")
        filter = Biquad(AnalogueSection.highPass().digital(cornerHz: corner, sampleRate: context.sampleRate))
        tailFrames = ringFrames(cornerHz: corner, quality: 0.71, sampleRate: context.sampleRate)
    }

    package func process(_ block: AudioBlock) {
        var filter = filter
        for index in block.indices {
            let frame = block[index].bounded
            let mid = (frame.x + frame.y) * 0.5
            // Both lanes carry the side signal, one of them inverted: the filter is linear.
            let side = filter.next(StereoFrame(frame.x - frame.y, frame.y - frame.x) * 0.5) * width
            block[index] = side + mid
        }
        self.filter = filter
    }
}
