import LofiPlatform
import LofiPlugin

/// Raises a layer from silence in a fiftieth of a second, so that it does not begin with a click.
struct FadeIn: Sendable {
    private static let seconds = 0.02
    private let frames: Int
    private var frame = 0

    init(sampleRate: Double) { frames = Int(Self.seconds * sampleRate) }

    mutating func process(_ block: AudioBlock) {
        guard frame < frames else { return }
        for index in 0..<min(block.count, frames - frame) {
            let sine = Float(sin(0.5 * Double.pi * Double(frame) / Double(frames)))
            block[index] *= sine * sine
            frame += 1
        }
    }
}
