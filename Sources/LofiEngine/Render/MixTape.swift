import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin
import LofiScore

/// Takes the mix as the graph gives it, from its first frame to where it ends, and measures it for the master.
final class MixTape {
    /// The mix before the master's gain and limiter.
    struct Mix {
        let spool: MixSpool
        /// Less than the spool holds where the end is silent.
        let frameCount: Int
        let loudness: Double
        /// Of the samples, full scale being 1.
        let samplePeak: Double
        let warnings: [String]
    }

    /// Longer tails of effects than this are cut, or an endless feedback would never let the song end. A layer's tail
    /// has an end, and is never cut.
    private static let longestTailSeconds = 20.0
    /// Silence at the end, before the master's gain: below it nothing is heard that a 16-bit file could keep.
    private static let silence = Decibels.amplitude(-90)

    private let spool: MixSpool
    private let sampleRate: Int
    private let musicFrames: Int
    private let totalFrames: Int
    private let fade: FadeOut
    private let loudness: LoudnessMeter
    /// How many frames are still to come before the first of the music.
    private var latency: Int
    private var lastAudible = 0
    private var highest = StereoFrame.zero
    private var reported: Int

    /// - Parameter synthesisTailFrames: how long a note may sound after its end.
    init(
        performance: Performance, graph: RenderGraph, synthesisTailFrames: Int, fadeOutSeconds: Double,
        spoolFolder: String
    ) {
        sampleRate = performance.sampleRate
        musicFrames = performance.lengthFrames
        let rate = Double(sampleRate)
        let ringFrames =
            graph.layerTailFrames
            + min(synthesisTailFrames + graph.tailFrames, Int(Self.longestTailSeconds * rate))
        let fadeFrames = Int(fadeOutSeconds * rate)
        totalFrames = musicFrames + max(ringFrames, fadeFrames)
        // Even without a fade the end must not click.
        let endFrames = max(fadeFrames, Int(0.02 * rate))
        fade = FadeOut(startFrame: totalFrames - endFrames, lengthFrames: endFrames)
        spool = MixSpool(folder: spoolFolder, expectedFrames: totalFrames)
        loudness = LoudnessMeter(sampleRate: rate)
        latency = graph.latencyFrames
        // The first block is reported too: from then on there is sound.
        reported = -sampleRate
    }

    var isFull: Bool { spool.frameCount >= totalFrames }

    func append(_ block: AudioBlock, progress: (_ done: Int, _ total: Int) -> Void) throws(FileError) {
        let late = min(latency, block.count)
        latency -= late
        let wanted = min(block.count - late, totalFrames - spool.frameCount)
        let block = AudioBlock(rebasing: block[late..<(late + wanted)])
        fade.apply(to: block, firstFrame: spool.frameCount)
        if let audible = block.lastIndex(where: { abs($0).max() > Self.silence }) {
            lastAudible = spool.frameCount + audible
        }
        loudness.add(block)
        for frame in block { highest = highest.replacing(with: abs(frame), where: abs(frame) .> highest) }
        try spool.append(block)
        if spool.frameCount - reported > sampleRate {
            reported = spool.frameCount
            progress(reported, totalFrames)
        }
    }

    func finish(warnings: [String]) -> Mix {
        Mix(
            spool: spool, frameCount: min(spool.frameCount, max(musicFrames, lastAudible + sampleRate / 20)),
            loudness: loudness.integrated, samplePeak: Double(highest.max()), warnings: warnings)
    }
}

private func abs(_ frame: StereoFrame) -> StereoFrame { frame.replacing(with: -frame, where: frame .< 0) }
