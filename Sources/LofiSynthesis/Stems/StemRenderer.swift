import LofiScore

/// Plays a performance, each part on a stem of its own, block by block, with our own clock: from samples (`SamplePlayer`), and
/// what that cannot play through FluidSynth.
///
/// A sampled note starts at its very frame. FluidSynth's events fall on its grid of 64 frames (1.45 ms at 44.1 kHz): one at frame
/// p sounds from the next multiple of 64 on. The result does not depend on the lengths of the blocks.
public final class StemRenderer {
    /// One for each part, up to what FluidSynth can keep apart; the parts beyond share.
    public let stemCount: Int
    /// Presets that the font lacks, and what plays instead.
    public let warnings: [String]

    private var sampled: [(stem: Int, player: SamplePlayer)] = []
    /// None where no part needs it.
    private var synthesizer: FluidSynthesizer?
    private var players: [PartPlayer] = []
    private var frame = 0

    /// - Parameter parts: which of the performance's parts it plays, in the order of its stems.
    /// - Throws: `SynthesisError` where the font cannot be used.
    public init(_ performance: Performance, parts: [Int], font: SoundFont) throws(SynthesisError) {
        stemCount = Self.stemCount(parts: parts.count)
        var choice = PresetChoice(font)
        var waiting: [(stem: Int, part: Performance.Part)] = []
        for (place, part) in parts.enumerated() {
            for part in performance.parts[part].singleChannelParts {
                let stem = place % stemCount
                if let player = try SamplePlayer(part, choice: &choice, sampleRate: performance.sampleRate) {
                    sampled.append((stem, player))
                } else {
                    waiting.append((stem, part))
                }
            }
        }
        if !waiting.isEmpty {
            // Channels of one stem lie a multiple of the stems apart.
            var used = [Int](repeating: 0, count: stemCount)
            for each in waiting { used[each.stem] += 1 }
            let rows = min(used.max() ?? 1, FluidSynthesizer.maximumChannels / stemCount)
            let synthesizer = try FluidSynthesizer(
                sampleRate: performance.sampleRate, stems: stemCount, channels: rows * stemCount)
            self.synthesizer = synthesizer
            for (stem, part) in waiting {
                used[stem] -= 1
                let channel = stem + used[stem] % rows * stemCount
                players.append(try PartPlayer(part, channel: channel, choice: &choice, on: synthesizer))
            }
        }
        warnings = choice.warnings
    }

    /// How many stems a renderer of so many parts has; the part at place p is on stem p modulo this.
    public static func stemCount(parts: Int) -> Int { max(1, min(parts, FluidSynthesizer.maximumStems)) }

    /// Fills the block with the next `frames` frames.
    public func render(into block: StemBlock, frames: Int) throws(SynthesisError) {
        precondition(block.stemCount == stemCount && frames <= block.capacityFrames)
        block.clear()
        block.frameCount = frames
        if let synthesizer { try play(on: synthesizer, into: block, frames: frames) }
        for (stem, player) in sampled {
            player.render(left: block.left(stem), right: block.right(stem), frames: frames)
        }
        frame += frames
    }

    private func play(on synthesizer: FluidSynthesizer, into block: StemBlock, frames: Int) throws(SynthesisError) {
        var frame = frame
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
