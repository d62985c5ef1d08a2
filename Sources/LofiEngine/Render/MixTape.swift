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

    private let spool: MixSpool
    private let sampleRate: Int
    private var span: RenderSpan
    private let fade: FadeOut
    private let loudness: LoudnessMeter
    private var highest = StereoFrame.zero
    private var reported: Int

    /// - Parameter synthesisTailFrames: how long a note may sound after its end.
    init(
        performance: Performance, graph: RenderGraph, synthesisTailFrames: Int, fadeOutSeconds: Double,
        spoolFolder: String
    ) {
        sampleRate = performance.sampleRate
        let fadeFrames = Int(fadeOutSeconds * Double(sampleRate))
        span = RenderSpan(
            graph, musicFrames: performance.lengthFrames, sampleRate: sampleRate, releaseFrames: synthesisTailFrames,
            leastTailFrames: fadeFrames)
        // Even without a fade the end must not click.
        let endFrames = max(fadeFrames, Int(0.02 * Double(sampleRate)))
        fade = FadeOut(startFrame: span.totalFrames - endFrames, lengthFrames: endFrames)
        spool = MixSpool(folder: spoolFolder, expectedFrames: span.totalFrames)
        loudness = LoudnessMeter(sampleRate: Double(sampleRate))
        // The first block is reported too: from then on there is sound.
        reported = -sampleRate
    }

    var isFull: Bool { span.isFull }

    func append(_ block: AudioBlock, progress: (_ done: Int, _ total: Int) -> Void) throws(FileError) {
        let block = span.take(block)
        fade.apply(to: block, firstFrame: spool.frameCount)
        span.listen(to: block)
        loudness.add(block)
        for frame in block { highest = highest.replacing(with: abs(frame), where: abs(frame) .> highest) }
        try spool.append(block)
        if spool.frameCount - reported > sampleRate {
            reported = spool.frameCount
            progress(reported, span.totalFrames)
        }
    }

    func finish(warnings: [String]) -> Mix {
        Mix(
            spool: spool, frameCount: min(spool.frameCount, max(span.musicFrames, span.lastAudible + sampleRate / 20)),
            loudness: loudness.integrated, samplePeak: Double(highest.max()), warnings: warnings)
    }
}

private func abs(_ frame: StereoFrame) -> StereoFrame { frame.replacing(with: -frame, where: frame .< 0) }
