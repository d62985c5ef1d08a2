import LofiPlatform
import LofiPlugin

/// A noise layer in a loop: a new instance begins with each pass, crossfaded with what the one before would go on with.
///
/// Equal instances give equal sound, so each pass from the second on is like the next.
final class LoopedLayer {
    /// Length of the crossfade, and of a beginning that is left out because layers start from silence, in seconds.
    private static let fadeSeconds = 0.5
    private static let openingSeconds = 0.1

    private let passes: [any NoiseLayer]
    private let loopFrames: Int
    private let fadeFrames: Int
    private let scratch: AudioBlock
    private var frame = 0

    /// - Parameter passes: equal instances, one for each pass.
    init(_ passes: [any NoiseLayer], loopFrames: Int, sampleRate: Double, maximumBlockFrames: Int) {
        self.passes = passes
        self.loopFrames = loopFrames
        fadeFrames = max(1, min(Int(Self.fadeSeconds * sampleRate), loopFrames / 4))
        scratch = .allocate(capacity: maximumBlockFrames)
        scratch.initialize(repeating: .zero)
        for pass in passes {
            var left = Int(Self.openingSeconds * sampleRate)
            while left > 0 {
                let count = min(left, maximumBlockFrames)
                pass.render(into: AudioBlock(rebasing: scratch[..<count]))
                left -= count
            }
        }
    }

    deinit { scratch.deallocate() }

    func render(into block: AudioBlock) {
        block.update(repeating: .zero)
        for pass in passes.indices { add(pass, to: block) }
        frame += block.count
    }

    private func add(_ pass: Int, to block: AudioBlock) {
        let start = pass * loopFrames
        // The last pass goes on for whatever latency comes behind it.
        let end = pass + 1 < passes.count ? start + loopFrames : .max - fadeFrames
        let first = max(0, start - frame)
        let last = min(block.count, max(0, end + fadeFrames - frame))
        guard first < last else { return }
        let own = AudioBlock(rebasing: scratch[first..<last])
        passes[pass].render(into: own)
        for index in first..<last {
            let now = frame + index
            var gain: Float = 1
            // Two stretches of noise are uncorrelated: their powers add up.
            if pass > 0, now - start < fadeFrames { gain = Self.rise(now - start, of: fadeFrames) }
            if now >= end { gain = Self.rise(fadeFrames - (now - end), of: fadeFrames) }
            block[index] += scratch[index] * gain
        }
    }

    private static func rise(_ frame: Int, of frames: Int) -> Float {
        Float(sin(0.5 * Double.pi * Double(frame) / Double(frames)))
    }
}
