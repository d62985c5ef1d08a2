import LofiDSP
import LofiPlugin

/// The frames of a graph that belong to the result: from the first of the music to where effects and layers have rung out.
struct RenderSpan {
    /// The end of the music.
    let musicFrames: Int
    /// The end of all that may still sound.
    let totalFrames: Int
    /// Frames taken so far.
    private(set) var frameCount = 0
    /// The last frame above `silence`; -1 for none.
    private(set) var lastAudible = -1
    /// How many frames are still to come before the first of the music.
    private var latency: Int

    /// Longer tails of effects than this are cut, or an endless feedback would never let the song end. A layer's tail
    /// has an end, and is never cut.
    private static let longestTailSeconds = 20.0
    /// Below it nothing is heard that a 16-bit file could keep.
    private static let silence = Decibels.amplitude(-90)

    /// - Parameters:
    ///   - releaseFrames: what a source may sound behind the end of the music.
    ///   - leastTailFrames: room behind the music, whatever rings.
    init(_ graph: RenderGraph, musicFrames: Int, sampleRate: Int, releaseFrames: Int = 0, leastTailFrames: Int = 0) {
        let ringFrames =
            graph.layerTailFrames
            + min(releaseFrames + graph.tailFrames, Int(Self.longestTailSeconds * Double(sampleRate)))
        self.musicFrames = musicFrames
        totalFrames = musicFrames + max(ringFrames, leastTailFrames)
        latency = graph.latencyFrames
    }

    /// The same music, cut off exactly at its end.
    init(_ graph: RenderGraph, exactly frames: Int) {
        (musicFrames, totalFrames, latency) = (frames, frames, graph.latencyFrames)
    }

    var isFull: Bool { frameCount >= totalFrames }

    /// The part of the graph's next block that belongs to the result.
    mutating func take(_ block: AudioBlock) -> AudioBlock {
        let late = min(latency, block.count)
        latency -= late
        let wanted = min(block.count - late, totalFrames - frameCount)
        frameCount += wanted
        return AudioBlock(rebasing: block[late..<(late + wanted)])
    }

    /// Notes what can be heard of the frames taken last, faded or not.
    mutating func listen(to taken: AudioBlock) {
        if let audible = taken.lastIndex(where: { max(abs($0.x), abs($0.y)) > Self.silence }) {
            lastAudible = frameCount - taken.count + audible
        }
    }
}
