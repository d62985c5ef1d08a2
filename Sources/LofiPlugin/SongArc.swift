import LofiPlatform

/// How full the song is as it goes on and where it ends, for plugins that follow its form.
public struct SongArc: Sendable, Equatable {
    public struct Point: Sendable, Equatable {
        public let frame: Int
        /// 0 (bare) … 1 (all play).
        public let fullness: Double

        public init(frame: Int, fullness: Double) {
            self.frame = frame
            self.fullness = fullness
        }
    }

    /// In order of frame; between them the arc goes straight, outside them it stays.
    public let points: [Point]

    /// The frame in which the music ends; nil where nobody knows.
    public let endFrame: Int?

    public init(_ points: [Point] = [], endFrame: Int? = nil) {
        self.points = points
        self.endFrame = endFrame
    }

    /// 1 where nothing is known of the form.
    public func fullness(at frame: Int) -> Double {
        guard let first = points.first, let last = points.last else { return 1 }
        if frame <= first.frame { return first.fullness }
        if frame >= last.frame { return last.fullness }
        let next = points.partitioningIndex { $0.frame > frame }
        let (before, after) = (points[next - 1], points[next])
        let share = Double(frame - before.frame) / Double(max(1, after.frame - before.frame))
        return before.fullness + (after.fullness - before.fullness) * share
    }
}
