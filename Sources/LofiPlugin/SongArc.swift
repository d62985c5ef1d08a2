import LofiPlatform

/// How full the song is as it goes on and where it ends, for plugins that follow its form.
public struct SongArc: Sendable, Equatable {
    /// How full the song is at one frame.
    public struct Point: Sendable, Equatable {
        /// Time in frames from the start of the song.
        public let frame: Int
        /// 0 (bare) … 1 (all play).
        public let fullness: Double

        /// - Parameter fullness: 0…1.
        public init(frame: Int, fullness: Double) {
            self.frame = frame
            self.fullness = fullness
        }
    }

    /// In order of frame. Between points the fullness is interpolated linearly; outside them it is constant.
    public let points: [Point]

    /// The frame at which the music ends; nil if unknown.
    public let endFrame: Int?

    /// - Parameter points: In order of frame; none if the form is unknown.
    public init(_ points: [Point] = [], endFrame: Int? = nil) {
        self.points = points
        self.endFrame = endFrame
    }

    /// Fullness at a frame, 0…1; 1 if the form is unknown.
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
