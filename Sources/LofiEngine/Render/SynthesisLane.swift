import LofiDSP
import LofiPlugin
import LofiScore

/// Renders stems block by block, the first stage of the mix.
protocol StemLane: Sendable {
    /// One sentence for each thing that sounds differently than asked.
    var warnings: [String] { get }
    /// Maximum time that it sounds after the end of the music, in frames.
    var tailFrames: Int { get }
    /// Renders the next block into a slot.
    func synthesise(slot: Int) throws
    /// The left and right channels of a stem in a rendered slot.
    func stem(_ stem: Int, slot: Int) -> (left: UnsafePointer<Float>, right: UnsafePointer<Float>)
}

/// Synthesizes a group of parts.
///
/// Used by one thread at a time.
final class SynthesisLane: StemLane, @unchecked Sendable {
    private let synthesizer: any Synthesizer
    /// Plays instead of `synthesizer` in a loop.
    private let looped: LoopedSynthesizer?
    private let blocks: [StemBlock]

    /// - Throws: `SynthesisError`.
    init(
        _ lane: SynthesisSplit.Lane, number: Int, performance: Performance, common: SynthesisCommon, slots: Int,
        blockFrames: Int, loop: LoopPasses?
    ) throws(SynthesisError) {
        func make() throws(SynthesisError) -> any Synthesizer {
            try lane.use.make(
                lane.parts.map { performance.parts[$0] }, sampleRate: performance.sampleRate,
                place: "synthesis/\(number)", common: common)
        }
        let first = try make()
        synthesizer = first
        let stems = lane.use.type.stemCount(forParts: lane.parts.count)
        if let loop {
            var passes = [first]
            while passes.count < loop.count { passes.append(try make()) }
            looped = LoopedSynthesizer(
                passes, loopFrames: loop.frames, overhangFrames: max(0, performance.lengthFrames - loop.frames),
                stemCount: stems, blockFrames: blockFrames)
        } else {
            looped = nil
        }
        blocks = (0..<slots).map { _ in StemBlock(stemCount: stems, capacityFrames: blockFrames) }
    }

    var warnings: [String] { synthesizer.warnings }
    var tailFrames: Int { synthesizer.tailFrames }

    func synthesise(slot: Int) throws {
        if let looped { return try looped.render(into: blocks[slot]) }
        try synthesizer.render(into: blocks[slot])
    }

    func stem(_ stem: Int, slot: Int) -> (left: UnsafePointer<Float>, right: UnsafePointer<Float>) {
        (UnsafePointer(blocks[slot].left(stem)), UnsafePointer(blocks[slot].right(stem)))
    }
}
