/// What an audio plugin knows when it is made.
public struct AudioContext: Sendable {
    /// Frames per second, 8000…192000.
    public let sampleRate: Double
    /// The longest block that `process` will ever see, in frames.
    public let maximumBlockFrames: Int
    /// The plugin's own stream of chance, named by its place in the graph.
    public let random: RandomStream
    /// How full the song is over time.
    public let arc: SongArc
    /// The sound of the files that the plugin's settings name, by path, at `sampleRate`.
    public let clips: [String: AudioClip]

    public init(
        sampleRate: Double, maximumBlockFrames: Int, random: RandomStream, arc: SongArc = SongArc(),
        clips: [String: AudioClip] = [:]
    ) {
        self.sampleRate = sampleRate
        self.maximumBlockFrames = maximumBlockFrames
        self.random = random
        self.arc = arc
        self.clips = clips
    }
}

/// Audio in, audio out, in place, block by block.
///
/// Everything is allocated in `init`; `process` neither allocates nor locks nor throws, and its result does not depend on
/// how the sound is cut into blocks.
public protocol AudioEffect: Plugin, AnyObject {
    init(settings: Settings, context: AudioContext)
    /// By how many frames the output lags the input; the graph delays parallel paths by as much.
    var latencyFrames: Int { get }
    /// How many frames after the end of the input the output may still exceed -90 dBFS.
    var tailFrames: Int { get }
    func process(_ block: AudioBlock)
}

extension AudioEffect {
    public var latencyFrames: Int { 0 }
    public var tailFrames: Int { 0 }
}

/// The parameter by which an effect names the strip or bus that it listens to.
package let sidechainKey = "from"

/// An effect that listens to another strip or bus, named by its text parameter `from`.
public protocol SidechainEffect: AudioEffect {
    /// - Parameter sidechain: as many frames as `block`, aligned with it.
    func process(_ block: AudioBlock, sidechain: AudioBlock)
}

/// A source of noise or ambience that never ends: crackle, hiss, rain.
public protocol NoiseLayer: Plugin, AnyObject {
    init(settings: Settings, context: AudioContext)
    /// How many frames behind the end of the music there is something of its own to hear, such as a run-out groove.
    var tailFrames: Int { get }
    /// Overwrites the block with the next frames.
    func render(into block: AudioBlock)
}

extension NoiseLayer {
    public var tailFrames: Int { 0 }
}
