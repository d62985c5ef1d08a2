/// A loop that a graph plays several times over, each time the same once what went before rings into it.
public struct LoopPasses: Sendable, Equatable {
    /// Length of the loop in frames.
    public let frames: Int
    /// Number of passes that only prepare the others.
    public let warmUp: Int
    /// Number of passes that are kept.
    public let kept: Int

    /// Number of all passes.
    public var count: Int { warmUp + kept }

    /// - Parameters:
    ///   - frames: length of the loop in frames, at least 1.
    ///   - warmUp: number of passes that only prepare the others, at least 1.
    ///   - kept: number of passes that are kept, at least 1.
    public init(frames: Int, warmUp: Int, kept: Int) { (self.frames, self.warmUp, self.kept) = (frames, warmUp, kept) }
}
