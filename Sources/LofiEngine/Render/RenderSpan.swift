import LofiDSP
import LofiPlugin

/// Selects the graph's output frames that belong to the result: from the first frame of music to the end of all tails.
struct RenderSpan {
    /// Length of the music without tails.
    let musicFrames: Int
    /// Length including all tails.
    let totalFrames: Int
    /// Frames taken so far.
    private(set) var frameCount = 0
    /// Index of the last frame above `silence`; -1 if there is none.
    private(set) var lastAudible = -1
    /// Number of frames still to be skipped, for latency and for the passes of a loop that prepare the others, before the first
    /// frame of music.
    private var latency: Int

    /// Maximum tail of effects, because endless feedback would never let the song end. A layer's tail is finite and is
    /// never cut.
    private static let longestTailSeconds = 20.0
    /// Threshold of silence: -90 dBFS, below which a 16-bit file keeps nothing audible.
    private static let silence = Decibels.amplitude(-90)

    /// - Parameters:
    ///   - releaseFrames: maximum time a source sounds after the end of the music.
    ///   - leastTailFrames: minimum length of the tail.
    init(_ graph: RenderGraph, musicFrames: Int, sampleRate: Int, releaseFrames: Int = 0, leastTailFrames: Int = 0) {
        let ringFrames =
            graph.layerTailFrames
            + min(releaseFrames + graph.tailFrames, Int(Self.longestTailSeconds * Double(sampleRate)))
        self.musicFrames = musicFrames
        totalFrames = musicFrames + max(ringFrames, leastTailFrames)
        latency = graph.latencyFrames
    }

    /// Creates a span of an exact length without tails.
    init(_ graph: RenderGraph, exactly frames: Int) {
        (musicFrames, totalFrames, latency) = (frames, frames, graph.latencyFrames)
    }

    /// Creates a span of the passes of a loop that are kept.
    init(_ graph: RenderGraph, loop: LoopPasses) {
        self.init(graph, exactly: loop.kept * loop.frames)
        latency += loop.warmUp * loop.frames
    }

    var isFull: Bool { frameCount >= totalFrames }

    /// Returns the part of the graph's next block that belongs to the result.
    mutating func take(_ block: AudioBlock) -> AudioBlock {
        let late = min(latency, block.count)
        latency -= late
        let wanted = min(block.count - late, totalFrames - frameCount)
        frameCount += wanted
        return AudioBlock(rebasing: block[late..<(late + wanted)])
    }

    /// Updates `lastAudible` from the most recently taken frames.
    mutating func listen(to taken: AudioBlock) {
        if let audible = taken.lastIndex(where: { max(abs($0.x), abs($0.y)) > Self.silence }) {
            lastAudible = frameCount - taken.count + audible
        }
    }
}
