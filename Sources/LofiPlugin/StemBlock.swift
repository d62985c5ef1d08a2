/// A block of audio of every part at once: for each stem its left and its right samples, apart, as FluidSynth writes them.
///
/// One thread works on a block at a time, which is what makes sending it safe.
public final class StemBlock: @unchecked Sendable {
    /// Number of stems.
    public let stemCount: Int
    /// Maximum length of the block, in frames.
    public let capacityFrames: Int
    /// How many frames to fill, or how many are filled: 0…capacityFrames.
    public var frameCount: Int {
        didSet { precondition((0...capacityFrames).contains(frameCount)) }
    }
    private let samples: UnsafeMutablePointer<Float>

    /// Creates a silent block whose `frameCount` is its capacity.
    public init(stemCount: Int, capacityFrames: Int) {
        self.stemCount = stemCount
        self.capacityFrames = capacityFrames
        frameCount = capacityFrames
        samples = .allocate(capacity: max(1, stemCount * 2 * capacityFrames))
        samples.initialize(repeating: 0, count: max(1, stemCount * 2 * capacityFrames))
    }

    deinit { samples.deallocate() }

    /// Samples of the left channel of a stem; room for `capacityFrames`.
    public func left(_ stem: Int) -> UnsafeMutablePointer<Float> { samples + stem * 2 * capacityFrames }
    /// Samples of the right channel of a stem; room for `capacityFrames`.
    public func right(_ stem: Int) -> UnsafeMutablePointer<Float> { samples + (stem * 2 + 1) * capacityFrames }

    /// Silences all stems.
    public func clear() { samples.update(repeating: 0, count: stemCount * 2 * capacityFrames) }
}
