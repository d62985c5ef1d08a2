import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin

/// Records the mix from its first to its last frame and measures it for the master.
final class MixTape {
    /// The mix before the master's gain and limiter.
    struct Mix {
        let spool: MixSpool
        /// Length without trailing silence; the spool may hold more.
        let frameCount: Int
        /// Integrated loudness in LUFS.
        let loudness: Double
        /// Sample peak; full scale is 1.
        let samplePeak: Double
        let warnings: [String]
    }

    private let spool: MixSpool
    private let sampleRate: Int
    /// The frames of the graph that belong to the song.
    private(set) var span: RenderSpan
    /// The fade at the end.
    let fade: FadeOut
    private let loudness: LoudnessMeter
    private var highest = StereoFrame.zero
    private var reported: Int

    /// - Parameters:
    ///   - span: the part of the graph's output that is recorded.
    ///   - fadeOutSeconds: nil to end as the graph does.
    init(span: RenderSpan, sampleRate: Int, fadeOutSeconds: Double?, spoolFolder: String) {
        self.sampleRate = sampleRate
        self.span = span
        // At least 20 ms of fade, so that the end does not click.
        let endFrames = min(span.totalFrames, fadeOutSeconds.map { Int(max($0, 0.02) * Double(sampleRate)) } ?? 0)
        fade = FadeOut(startFrame: span.totalFrames - endFrames, lengthFrames: endFrames)
        spool = MixSpool(folder: spoolFolder, expectedFrames: span.totalFrames)
        loudness = LoudnessMeter(sampleRate: Double(sampleRate))
        // Makes the first block report progress too.
        reported = -sampleRate
    }

    var isFull: Bool { span.isFull }

    func append(_ block: AudioBlock, progress: (_ done: Int, _ total: Int) throws -> Void) throws {
        let block = span.take(block)
        fade.apply(to: block, firstFrame: spool.frameCount)
        span.listen(to: block)
        loudness.add(block)
        for frame in block { highest = highest.replacing(with: abs(frame), where: abs(frame) .> highest) }
        try spool.append(block)
        if spool.frameCount - reported > sampleRate {
            reported = spool.frameCount
            try progress(reported, span.totalFrames)
        }
    }

    func finish(warnings: [String]) -> Mix {
        Mix(
            spool: spool, frameCount: min(spool.frameCount, max(span.musicFrames, span.lastAudible + sampleRate / 20)),
            loudness: loudness.integrated, samplePeak: Double(highest.max()), warnings: warnings)
    }
}

private func abs(_ frame: StereoFrame) -> StereoFrame { frame.replacing(with: -frame, where: frame .< 0) }
