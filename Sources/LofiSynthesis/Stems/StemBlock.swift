/// A run of audio of every part at once, left and right apart, as FluidSynth writes it.
///
/// One thread works on a block at a time, which is what makes sending it safe.
public final class StemBlock: @unchecked Sendable {
    public let stemCount: Int
    public let capacityFrames: Int
    /// How many of the frames are filled.
    public var frameCount = 0
    private let samples: UnsafeMutablePointer<Float>

    public init(stemCount: Int, capacityFrames: Int) {
        self.stemCount = stemCount
        self.capacityFrames = capacityFrames
        samples = .allocate(capacity: max(1, stemCount * 2 * capacityFrames))
        samples.initialize(repeating: 0, count: max(1, stemCount * 2 * capacityFrames))
    }

    deinit { samples.deallocate() }

    public func left(_ stem: Int) -> UnsafeMutablePointer<Float> { samples + stem * 2 * capacityFrames }
    public func right(_ stem: Int) -> UnsafeMutablePointer<Float> { samples + (stem * 2 + 1) * capacityFrames }

    func clear() { samples.update(repeating: 0, count: stemCount * 2 * capacityFrames) }
}
