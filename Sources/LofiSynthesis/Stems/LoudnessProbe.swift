import LofiDSP
import LofiPlugin
import LofiScore

/// Finds out how loud parts are before they are mixed, so that any song on any SoundFont comes to a mix in balance.
///
/// Plays what sounds together (the parts of one role) where it is busiest, for a few seconds and at a quarter of the
/// usual sample rate, and measures the loudness: a fraction of a per cent of the work of the render itself.
/// Used by one thread at a time.
public final class LoudnessProbe: @unchecked Sendable {
    /// Long enough for a bar at 60 bpm and a half; EBU R128's short-term window is 3 s.
    static let windowSeconds = 6
    static let sampleRate = 11025

    /// Parts of one group beyond so many share a channel; all share one output.
    private static let channels = FluidSynthesizer.maximumStems
    private var choice: PresetChoice
    /// None where no part needs it.
    private var synthesizer: FluidSynthesizer?

    public init(font: SoundFont) { choice = PresetChoice(font) }

    /// The loudness of each group of parts at its busiest, LUFS.
    /// - Parameter score: as it will be played.
    /// - Returns: one for each group; nil where a group is silent there.
    public func measure(_ score: Score, groups: [[Int]]) throws(SynthesisError) -> [Double?] {
        let performance = Performance(score, sampleRate: Self.sampleRate)
        var levels: [Double?] = []
        for group in groups {
            synthesizer?.reset()
            levels.append(try measure(group.map { performance.parts[$0] }))
        }
        return levels
    }

    private func measure(_ parts: [Performance.Part]) throws(SynthesisError) -> Double? {
        guard !parts.isEmpty else { return nil }
        let grid = FluidSynthesizer.gridFrames
        let start = Self.busiestFrame(of: parts) / grid * grid
        var players: [PartPlayer] = []
        var sampled: [SamplePlayer] = []
        for (index, part) in parts.flatMap(\.singleChannelParts).enumerated() {
            if let player = try SamplePlayer(part, choice: &choice, sampleRate: Self.sampleRate) {
                player.seek(to: start)
                sampled.append(player)
                continue
            }
            let synthesizer = try startedSynthesizer()
            var player = try PartPlayer(part, channel: index % Self.channels, choice: &choice, on: synthesizer)
            try player.seek(to: start, on: synthesizer)
            players.append(player)
        }
        let meter = LoudnessMeter(sampleRate: Double(Self.sampleRate))
        let block = StemBlock(stemCount: 1, capacityFrames: grid)
        let mix = AudioBlock.allocate(capacity: grid)
        mix.initialize(repeating: .zero)
        defer { mix.deallocate() }
        for frame in stride(from: start, to: start + Self.windowSeconds * Self.sampleRate, by: grid) {
            block.clear()
            if let synthesizer, !players.isEmpty {
                for index in players.indices { try players[index].play(upTo: frame, on: synthesizer) }
                synthesizer.render(into: block, offset: 0, frames: grid)
            }
            for player in sampled { player.render(left: block.left(0), right: block.right(0), frames: grid) }
            let (left, right) = (block.left(0), block.right(0))
            for index in 0..<grid { mix[index] = StereoFrame(left[index], right[index]) }
            meter.add(mix)
        }
        let loudness = meter.integrated
        return loudness.isFinite ? loudness : nil
    }

    private func startedSynthesizer() throws(SynthesisError) -> FluidSynthesizer {
        if let synthesizer { return synthesizer }
        let made = try FluidSynthesizer(sampleRate: Self.sampleRate, stems: 1, channels: Self.channels)
        synthesizer = made
        return made
    }

    /// Where the window begins in which the most energy is struck.
    private static func busiestFrame(of parts: [Performance.Part]) -> Int {
        let onsets = parts.flatMap { part in
            part.events.compactMap { event -> (frame: Int, weight: Int)? in
                guard case .noteOn(_, let velocity) = event.kind else { return nil }
                return (event.frame, velocity * velocity)
            }
        }.sorted { $0.frame < $1.frame }
        var best = (frame: 0, weight: 0)
        var first = 0
        var weight = 0
        for onset in onsets {
            weight += onset.weight
            // The last second of the window lets the last notes be heard.
            while onset.frame - onsets[first].frame > (windowSeconds - 1) * sampleRate {
                weight -= onsets[first].weight
                first += 1
            }
            if weight > best.weight { best = (onsets[first].frame, weight) }
        }
        return best.frame
    }
}
