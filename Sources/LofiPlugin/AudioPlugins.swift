/// What an effect or a noise layer receives when it is created.
public struct AudioContext: Sendable {
    /// Frames per second, 8000…192000.
    public let sampleRate: Double
    /// Maximum length of a block passed to `process` or `render`, in frames; at least 1.
    public let maximumBlockFrames: Int
    /// The plugin's own random stream, seeded by its position in the graph.
    public let random: RandomStream
    /// How full the song is over time, and where it ends.
    public let arc: SongArc
    /// The audio files that the plugin's settings name, by path, resampled to `sampleRate`.
    public let clips: [String: AudioClip]
    /// Length of the song in frames if it is a loop, which has neither beginning nor end; nil otherwise.
    public let loopFrames: Int?

    /// - Parameters:
    ///   - sampleRate: Frames per second, 8000…192000.
    ///   - maximumBlockFrames: Maximum length of a block, in frames; at least 1.
    ///   - clips: The audio files that the settings name, by path, at `sampleRate`.
    ///   - loopFrames: Length of the song if it is a loop.
    public init(
        sampleRate: Double, maximumBlockFrames: Int, random: RandomStream, arc: SongArc = SongArc(),
        clips: [String: AudioClip] = [:], loopFrames: Int? = nil
    ) {
        self.sampleRate = sampleRate
        self.maximumBlockFrames = maximumBlockFrames
        self.random = random
        self.arc = arc
        self.clips = clips
        self.loopFrames = loopFrames
    }

    /// The rate for an LFO: as given, or in a loop the nearest at which it completes whole cycles, at least one.
    /// - Parameter hertz: The rate wanted, in Hz.
    public func modulationRate(_ hertz: Double) -> Double {
        guard let loopFrames else { return hertz }
        let seconds = Double(loopFrames) / sampleRate
        return max(1, (hertz * seconds).rounded()) / seconds
    }
}

/// Processes audio in place, block by block.
///
/// Everything is allocated in `init`; `process` neither allocates nor locks nor throws, and its result does not depend on
/// the lengths of the blocks. One thread at a time calls an instance, though not always the same one.
public protocol AudioEffect: Plugin, AnyObject {
    /// Whether the output for a sum of inputs is the sum of the outputs for each, to -120 dBFS, at the same position in the
    /// graph. The response may vary in time, but not with the input; a side-chain may control it.
    ///
    /// Stems run through copies of linear effects and are taken before the first other one.
    /// - Parameter settings: Checked values of all declared parameters.
    static func isLinear(_ settings: Settings) -> Bool
    /// Whether the response depends on the time since processing began: by an LFO, a random stream, a sample clock, the arc of
    /// the song, or a level that is read every few frames. In a loop each pass has an instance of its own of such an effect, which
    /// starts or listens at the same time before the pass (`LoopedEffect`).
    static var hasClock: Bool { get }
    /// Allocates everything that processing needs.
    /// - Parameter settings: Checked values of all declared parameters.
    init(settings: Settings, context: AudioContext)
    /// Delay of the output against the input, in frames; constant. The graph delays parallel paths by the same amount.
    var latencyFrames: Int { get }
    /// How long the output may stay above -90 dBFS after the input ends, in frames; constant.
    var tailFrames: Int { get }
    /// Replaces the next frames of the input with those of the output.
    /// - Parameter block: 1…`AudioContext.maximumBlockFrames` frames.
    func process(_ block: AudioBlock)
}

extension AudioEffect {
    /// False, which is right for every effect: at worst, stems are taken earlier than necessary.
    public static func isLinear(_ settings: Settings) -> Bool { false }
    /// False: the same sound always gives the same.
    public static var hasClock: Bool { false }
    /// 0: an impulse comes out at the frame at which it went in.
    public var latencyFrames: Int { 0 }
    /// 0: the output ends with the input.
    public var tailFrames: Int { 0 }
}

/// The parameter by which an effect names the strip or bus that it listens to.
package let sidechainKey = "from"

/// An effect that listens to another strip or bus, named by its text parameter `from`.
public protocol SidechainEffect: AudioEffect {
    /// Replaces the next frames of the input with those of the output.
    /// - Parameters:
    ///   - block: 1…`AudioContext.maximumBlockFrames` frames.
    ///   - sidechain: As many frames as `block`, aligned with it.
    func process(_ block: AudioBlock, sidechain: AudioBlock)
}

/// A source of noise or ambience without an end: crackle, hiss, rain.
///
/// Everything is allocated in `init`; `render` neither allocates nor locks nor throws, and its result does not depend on
/// the lengths of the blocks. One thread at a time calls an instance, though not always the same one.
public protocol NoiseLayer: Plugin, AnyObject {
    /// Allocates everything that rendering needs.
    /// - Parameter settings: Checked values of all declared parameters.
    init(settings: Settings, context: AudioContext)
    /// How long the layer has something of its own to play after the music ends, such as a run-out groove, in frames.
    var tailFrames: Int { get }
    /// Overwrites the block with the next frames, from frame 0 of the song on.
    /// - Parameter block: 1…`AudioContext.maximumBlockFrames` frames.
    func render(into block: AudioBlock)
}

extension NoiseLayer {
    /// 0: the layer fades out with the song.
    public var tailFrames: Int { 0 }
}
