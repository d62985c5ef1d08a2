import LofiPlugin
import LofiScore

/// The first work on a block of the mix: the sound of some of the parts.
///
/// One thread at a time uses it.
final class SynthesisLane: @unchecked Sendable {
    private let synthesizer: any Synthesizer
    private let blocks: [StemBlock]

    /// - Throws: `SynthesisError`.
    init(
        _ lane: SynthesisSplit.Lane, number: Int, performance: Performance, common: SynthesisCommon, slots: Int,
        blockFrames: Int
    ) throws(SynthesisError) {
        synthesizer = try lane.use.make(
            lane.parts.map { performance.parts[$0] }, sampleRate: performance.sampleRate,
            place: "synthesis/\(number)", common: common)
        let stems = lane.use.type.stemCount(forParts: lane.parts.count)
        blocks = (0..<slots).map { _ in StemBlock(stemCount: stems, capacityFrames: blockFrames) }
    }

    var warnings: [String] { synthesizer.warnings }
    var tailFrames: Int { synthesizer.tailFrames }

    /// Fills the slot with the next block.
    func synthesise(slot: Int) throws { try synthesizer.render(into: blocks[slot]) }

    /// The left and the right channel of a stem in a slot that is filled.
    func stem(_ stem: Int, slot: Int) -> (left: UnsafePointer<Float>, right: UnsafePointer<Float>) {
        (UnsafePointer(blocks[slot].left(stem)), UnsafePointer(blocks[slot].right(stem)))
    }
}
