/// A recording in memory, for plugins that play one, such as an impulse response.
public struct AudioClip: Sendable, Equatable {
    /// The whole recording.
    public let frames: [StereoFrame]
    /// Frames per second.
    public let sampleRate: Double

    /// - Parameter sampleRate: Frames per second.
    public init(frames: [StereoFrame], sampleRate: Double) {
        self.frames = frames
        self.sampleRate = sampleRate
    }
}
