import LofiPlugin
import LofiScore

/// Plays the parts of a lane pass after pass: a new instance of the synthesizer begins with each, while the notes of those
/// before ring out. So every pass is the same, though a synthesizer takes events at the beginning of its own blocks.
final class LoopedSynthesizer {
    private let passes: [any Synthesizer]
    private let loopFrames: Int
    /// Time that notes which begin in a pass go on beyond its end, without their release.
    private let overhangFrames: Int
    private let scratch: StemBlock
    private var frame = 0

    /// - Parameter passes: equal instances, one for each pass.
    init(_ passes: [any Synthesizer], loopFrames: Int, overhangFrames: Int, stemCount: Int, blockFrames: Int) {
        (self.passes, self.loopFrames, self.overhangFrames) = (passes, loopFrames, overhangFrames)
        scratch = StemBlock(stemCount: stemCount, capacityFrames: blockFrames)
    }

    func render(into stems: StemBlock) throws(SynthesisError) {
        stems.clear()
        for (number, pass) in passes.enumerated() {
            let first = max(0, number * loopFrames - frame)
            // Exact, so that the result does not depend on the blocks.
            let end = (number + 1) * loopFrames + overhangFrames + pass.tailFrames
            let last = min(stems.frameCount, end - frame)
            guard first < last else { continue }
            scratch.frameCount = last - first
            try pass.render(into: scratch)
            for stem in 0..<stems.stemCount {
                let (left, right) = (stems.left(stem) + first, stems.right(stem) + first)
                let (ownLeft, ownRight) = (scratch.left(stem), scratch.right(stem))
                for index in 0..<scratch.frameCount {
                    left[index] += ownLeft[index]
                    right[index] += ownRight[index]
                }
            }
        }
        frame += stems.frameCount
    }
}
