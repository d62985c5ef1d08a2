import LofiScore

/// Creates a song from a request and a seeded random stream.
public protocol ScoreGenerator: Plugin {
    /// - Throws: `GenerationError` if the settings name something that does not exist, such as a model.
    init(settings: Settings) throws(GenerationError)

    /// Creates a song: the same one for the same request and the same stream.
    /// - Throws: `GenerationError` if no song can be made.
    func generate(_ request: GenerationRequest, random: inout RandomStream) throws(GenerationError) -> Score

    /// The wishes that the generator cannot fulfil or fulfils differently, one line each for the user.
    func remarks(on request: GenerationRequest) -> [String]
}

extension ScoreGenerator {
    public func remarks(on request: GenerationRequest) -> [String] { [] }
}

/// What a song should be like.
public struct GenerationRequest: Sendable, Equatable {
    /// Bars of four quarters; a generator comes as near as it can.
    public var bars: Int
    /// Seed of the random stream, for generators that pass it on, such as to an external program.
    public var seed: UInt64
    /// Tempo in quarters per minute; nil if the generator may choose.
    public var beatsPerMinute: Double?
    /// Key of the song; nil if the generator may choose.
    public var key: Key?

    /// - Parameters:
    ///   - bars: Bars of four quarters.
    ///   - beatsPerMinute: nil if the generator may choose.
    ///   - key: nil if the generator may choose.
    public init(bars: Int, seed: UInt64, beatsPerMinute: Double? = nil, key: Key? = nil) {
        self.bars = bars
        self.seed = seed
        self.beatsPerMinute = beatsPerMinute
        self.key = key
    }
}
