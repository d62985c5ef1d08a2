import LofiScore

/// Turns notes into audio, one stereo stem for each part.
///
/// **Life cycle.** `prepare()` may run on another thread ahead of the first instance. Then `init`, and any number of `seek` and
/// `render` calls. A render makes several instances: for the loudness of each strip at a low sample rate, and one for each of the
/// threads that share the parts.
///
/// **Threads.** One thread uses an instance at a time; several instances work at once. What they share goes through
/// `SynthesisContext.shared`.
///
/// **Allocation and errors.** `init` reads files and allocates; it throws if it cannot play. `render` throws only where an
/// event cannot be played, and should not allocate in proportion to the block.
///
/// **Determinism.** The same parts, settings and sample rate give the same samples, however they are cut into blocks. Chance
/// comes only from `SynthesisContext.random`.
public protocol Synthesizer: Plugin, AnyObject {
    /// Number of stems for a number of parts, 1…count: part p sounds on stem p modulo this number.
    static func stemCount(forParts count: Int) -> Int

    /// Loads what every instance needs, such as a library. May be called several times and on several threads at once;
    /// reports no errors, since `init` does.
    static func prepare()

    /// - Throws: `SynthesisError` if the SoundFont or a library cannot be used.
    init(settings: Settings, context: SynthesisContext) throws(SynthesisError)

    /// The longest time that a note sounds after its end, in frames.
    var tailFrames: Int { get }

    /// What plays differently than asked, such as a substitute for a missing preset: one line each for the user.
    var warnings: [String] { get }

    /// Continues at a frame, as if started there: controllers, bend and program are as they stand by then, notes that began
    /// earlier are silent. Works forwards and backwards.
    /// - Parameter frame: 0 or more.
    func seek(to frame: Int) throws(SynthesisError)

    /// Overwrites every stem with the next `stems.frameCount` frames.
    func render(into stems: StemBlock) throws(SynthesisError)
}

extension Synthesizer {
    /// One stem for each part, at least one.
    public static func stemCount(forParts count: Int) -> Int { max(1, count) }
    /// Does nothing: there is nothing to load ahead of the first instance.
    public static func prepare() {}
    /// None: everything plays as asked.
    public var warnings: [String] { [] }
}

/// What a synthesizer receives when it is created.
public struct SynthesisContext: Sendable {
    /// The parts to play, in the order of their stems.
    public let parts: [Performance.Part]
    /// Whole frames per second, 8000…192000.
    public let sampleRate: Int
    /// The SoundFont that the person or the style chose.
    public let soundFont: SoundFontSource
    /// The synthesizer's own random stream.
    public let random: RandomStream
    /// Values that all synthesizers of a render share.
    public let shared: SharedValues

    /// - Parameter sampleRate: Whole frames per second, 8000…192000.
    public init(
        parts: [Performance.Part], sampleRate: Int, soundFont: SoundFontSource = .builtIn,
        random: RandomStream = RandomStream(seed: 1, place: "synthesizer"), shared: SharedValues = SharedValues()
    ) {
        self.parts = parts
        self.sampleRate = sampleRate
        self.soundFont = soundFont
        self.random = random
        self.shared = shared
    }
}
