import LofiScore

/// Plays a performance through FluidSynth, each part on a stem of its own, block by block, with our own clock.
///
/// Events fall on FluidSynth's grid of 64 frames (1.45 ms at 44.1 kHz): one at frame p sounds from the next multiple of
/// 64 on. The result does not depend on the lengths of the blocks.
public final class StemRenderer {
    /// One for each part, up to what FluidSynth can keep apart; the parts beyond share.
    public let stemCount: Int
    /// Presets that the font lacks, and what plays instead.
    public let warnings: [String]

    private let synthesizer: FluidSynthesizer
    private var players: [PartPlayer] = []
    private var frame = 0

    /// - Throws: `SynthesisError` where the font cannot be used.
    public init(_ performance: Performance, soundFont: SoundFontSource) throws(SynthesisError) {
        stemCount = Self.stemCount(for: performance)
        synthesizer = try FluidSynthesizer(sampleRate: performance.sampleRate, stems: stemCount)
        var choice = try PresetChoice(source: soundFont, synthesizer: synthesizer)
        for (index, part) in performance.parts.enumerated() {
            players.append(try PartPlayer(part, channel: index % stemCount, choice: &choice))
        }
        warnings = choice.warnings
    }

    /// The stem on which a part is heard.
    public static func stem(ofPart index: Int, in performance: Performance) -> Int {
        index % stemCount(for: performance)
    }

    private static func stemCount(for performance: Performance) -> Int {
        max(1, min(performance.parts.count, FluidSynthesizer.maximumStems))
    }

    /// Fills the block with the next `frames` frames.
    public func render(into block: StemBlock, frames: Int) throws(SynthesisError) {
        precondition(block.stemCount == stemCount && frames <= block.capacityFrames)
        block.clear()
        block.frameCount = frames
        let grid = FluidSynthesizer.gridFrames
        let end = frame + frames
        while frame < end {
            if frame % grid == 0 {
                for index in players.indices { try players[index].play(upTo: frame, on: synthesizer) }
            }
            // On to the grid line at which the next event sounds, or to the end of the block.
            let nextEvent = players.lazy.compactMap(\.nextFrame).min() ?? end
            let nextGridLine = frame + grid - frame % grid
            let eventLine = (max(nextEvent, nextGridLine) + grid - 1) / grid * grid
            let stop = min(end, eventLine)
            synthesizer.render(into: block, offset: block.frameCount - (end - frame), frames: stop - frame)
            frame = stop
        }
    }
}
