import LofiScore
import LofiSynthesis

/// The first work on a block of the mix: the sound of some of the parts.
final class SynthesisLane: @unchecked Sendable {
    private let start: () throws -> StemRenderer
    private let slots: Int
    private let blockFrames: Int
    private var playing: (renderer: StemRenderer, blocks: [StemBlock])?

    init(performance: Performance, parts: [Int], font: SoundFont, slots: Int, blockFrames: Int) {
        start = { try StemRenderer(performance, parts: parts, font: font) }
        self.slots = slots
        self.blockFrames = blockFrames
    }

    /// Presets that the font lacks, and what plays instead.
    var warnings: [String] { playing?.renderer.warnings ?? [] }

    /// Fills the slot with the next block.
    func synthesise(slot: Int) throws {
        let (renderer, blocks) = try started()
        try renderer.render(into: blocks[slot], frames: blockFrames)
    }

    /// The left and the right channel of a stem in a slot that is filled.
    func stem(_ stem: Int, slot: Int) -> (left: UnsafePointer<Float>, right: UnsafePointer<Float>) {
        guard let block = playing?.blocks[slot] else {
            preconditionFailure("a stem was asked for before it was played")
        }
        return (UnsafePointer(block.left(stem)), UnsafePointer(block.right(stem)))
    }

    /// Started with the first block, so that the other lane can start on another thread meanwhile.
    private func started() throws -> (renderer: StemRenderer, blocks: [StemBlock]) {
        if let playing { return playing }
        let renderer = try start()
        let blocks = (0..<slots).map { _ in StemBlock(stemCount: renderer.stemCount, capacityFrames: blockFrames) }
        playing = (renderer, blocks)
        return (renderer, blocks)
    }
}
