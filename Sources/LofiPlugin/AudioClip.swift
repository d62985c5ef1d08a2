/// A piece of recorded sound in memory, for plugins that play one: an impulse response, somebody's own ambience.
public struct AudioClip: Sendable, Equatable {
    public let frames: [StereoFrame]
    /// Frames per second.
    public let sampleRate: Double

    public init(frames: [StereoFrame], sampleRate: Double) {
        self.frames = frames
        self.sampleRate = sampleRate
    }
}
