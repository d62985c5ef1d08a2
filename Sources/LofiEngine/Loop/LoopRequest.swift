import LofiDSP
import LofiPlugin
import LofiScore

/// A loop to render instead of a song: whole bars that join at their ends, without a form, an ending or a fade.
public struct LoopRequest: Sendable, Equatable {
    /// Bars to cut from the song, at a phrase, 1 or more; nil for the whole song.
    public var bars: Int?
    /// Passes that are kept, one after another; more than one is for tests of the join.
    package var keptPasses = 1

    /// Time in seconds that is played before the first pass that is kept, at least: by then the tails of rooms, echoes and
    /// compressors are as they remain.
    private static let warmUpSeconds = 12.0

    /// - Parameter bars: 1 or more; nil for the whole song.
    public init(bars: Int? = nil) { self.bars = bars }

    /// The passes over the loop of a score.
    func passes(_ score: Score, sampleRate: Int) -> LoopPasses {
        let frames = max(1, score.tempoMap.frame(at: score.loop?.upperBound ?? 0, sampleRate: sampleRate))
        let warmUp = max(1, (Self.warmUpSeconds * Double(sampleRate) / Double(frames)).rounded(.up))
        return LoopPasses(frames: frames, warmUp: Int(warmUp), kept: keptPasses)
    }
}
