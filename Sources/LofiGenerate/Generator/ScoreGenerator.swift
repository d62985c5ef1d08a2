import LofiCore
import LofiScore

/// Makes a song of nothing but a request and chance.
public protocol ScoreGenerator: Plugin {
    /// - Throws: `GenerationError` where the settings name something that is not there, such as a model.
    init(settings: Settings) throws(GenerationError)

    /// The same song for the same request and the same chance.
    func generate(_ request: GenerationRequest, random: inout RandomStream) throws(GenerationError) -> Score
}

/// What a song shall be like.
public struct GenerationRequest: Sendable, Equatable {
    /// Of four quarters; a generator comes as near as it can.
    public var bars: Int
    public var seed: UInt64
    /// nil where the generator may choose.
    public var beatsPerMinute: Double?
    /// nil where the generator may choose.
    public var key: Key?

    public init(bars: Int, seed: UInt64, beatsPerMinute: Double? = nil, key: Key? = nil) {
        self.bars = bars
        self.seed = seed
        self.beatsPerMinute = beatsPerMinute
        self.key = key
    }
}
