import LofiScore

/// Creates a song from a request and a seeded random stream.
public protocol ScoreGenerator: Plugin {
    /// Whether it is used if neither the user nor the style names a generator. (default: false)
    static var isDefault: Bool { get }
    /// The kind of model file it uses, as in the file's header; nil for a generator without a model. (default: nil)
    static var modelKind: String? { get }
    /// Settings that exclude, override or need one another. (default: none)
    static var rules: [SettingRule] { get }

    /// - Throws: `GenerationError` if the settings name something that does not exist, such as a model.
    init(settings: Settings) throws(GenerationError)

    /// Creates a song: the same one for the same request and the same stream.
    /// - Throws: `GenerationError` if no song can be made.
    func generate(_ request: GenerationRequest, random: inout RandomStream) throws(GenerationError) -> Score

    /// One line for the user about each request that the generator cannot follow exactly.
    func remarks(on request: GenerationRequest) -> [String]
}

extension ScoreGenerator {
    /// `false`: used only if the user or the style asks for it.
    public static var isDefault: Bool { false }
    /// nil: no model file.
    public static var modelKind: String? { nil }
    /// None: all settings can be combined.
    public static var rules: [SettingRule] { [] }

    /// None: every request is followed exactly.
    public func remarks(on request: GenerationRequest) -> [String] { [] }
}

/// The requested properties of a song.
public struct GenerationRequest: Sendable, Equatable {
    /// Length in bars of 4/4, which a generator matches as closely as it can.
    public var bars: Int
    /// Seed of the random stream, for generators that pass it on, such as to an external program.
    public var seed: UInt64
    /// Tempo in quarters per minute; nil if the generator may choose.
    public var beatsPerMinute: Double?
    /// Key of the song; nil if the generator may choose.
    public var key: Key?
    /// The properties that the user asked for; the others have default values.
    public var asked: Set<Wish>

    /// A part of a request, by the name of its option.
    public enum Wish: String, Sendable, CaseIterable { case bars, seed, tempo, key }

    /// - Parameters:
    ///   - bars: Bars of four quarters.
    ///   - beatsPerMinute: nil if the generator may choose.
    ///   - key: nil if the generator may choose.
    public init(
        bars: Int, seed: UInt64, beatsPerMinute: Double? = nil, key: Key? = nil, asked: Set<Wish> = []
    ) {
        self.asked = asked
        self.bars = bars
        self.seed = seed
        self.beatsPerMinute = beatsPerMinute
        self.key = key
    }
}
