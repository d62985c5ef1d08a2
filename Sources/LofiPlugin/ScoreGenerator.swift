import LofiScore

/// Creates a song from a request and a seeded random stream.
public protocol ScoreGenerator: Plugin {
    /// - Throws: `GenerationError` if the settings name something that does not exist, such as a model.
    init(settings: Settings) throws(GenerationError)

    /// The same song for the same request and the same stream.
    func generate(_ request: GenerationRequest, random: inout RandomStream) throws(GenerationError) -> Score

    /// What of a request the generator does otherwise than asked, or not at all: a line each, for people.
    func remarks(on request: GenerationRequest) -> [String]
}

extension ScoreGenerator {
    public func remarks(on request: GenerationRequest) -> [String] { [] }
}

/// What a song should be like.
public struct GenerationRequest: Sendable, Equatable {
    /// Bars of four quarters; a generator comes as near as it can.
    public var bars: Int
    public var seed: UInt64
    /// nil if the generator may choose.
    public var beatsPerMinute: Double?
    /// nil if the generator may choose.
    public var key: Key?

    public init(bars: Int, seed: UInt64, beatsPerMinute: Double? = nil, key: Key? = nil) {
        self.bars = bars
        self.seed = seed
        self.beatsPerMinute = beatsPerMinute
        self.key = key
    }
}
