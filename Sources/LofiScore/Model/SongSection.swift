/// A stretch of a song with a task in its form.
public struct SongSection: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case intro, verse, chorus, bridge, outro

        /// How much of the band plays, 0…1: what layers, filters and levels follow.
        public var fullness: Double {
            switch self {
            case .intro: 0.35
            case .verse: 0.8
            case .chorus: 1
            case .bridge: 0.3
            case .outro: 0.4
            }
        }
    }

    public var startTick: Int
    public var endTick: Int
    public var kind: Kind
    /// What it is of the song's own material: A, B, A'.
    public var label: String

    public init(startTick: Int, endTick: Int, kind: Kind, label: String) {
        self.startTick = startTick
        self.endTick = endTick
        self.kind = kind
        self.label = label
    }

    public func contains(_ tick: Int) -> Bool { tick >= startTick && tick < endTick }
}
