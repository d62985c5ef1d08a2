/// A section of the form, such as a verse or a chorus.
public struct SongSection: Sendable, Equatable {
    /// Function of a section in the form.
    public enum Kind: String, Sendable, CaseIterable {
        case intro, verse, chorus, bridge, outro

        /// How full the arrangement of such a section usually is, 0…1.
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

    /// Start in ticks.
    public var startTick: Int
    /// End in ticks, exclusive.
    public var endTick: Int
    /// Function in the form.
    public var kind: Kind
    /// Label of the material it is made of: A, B, A'.
    public var label: String
    /// How full the arrangement is, 0…1; layers, filters and levels follow it.
    public var fullness: Double
    /// Whether kick and bass play. They rest in an opening and in a breakdown.
    public var hasLowEnd: Bool

    /// Makes a section of `startTick` ..< `endTick`.
    ///
    /// - Parameter fullness: 0…1; nil = as usual for its kind.
    public init(
        startTick: Int, endTick: Int, kind: Kind, label: String, fullness: Double? = nil, hasLowEnd: Bool = true
    ) {
        self.startTick = startTick
        self.endTick = endTick
        self.kind = kind
        self.label = label
        self.fullness = fullness ?? kind.fullness
        self.hasLowEnd = hasLowEnd
    }

    /// Whether a tick lies in `startTick` ..< `endTick`.
    public func contains(_ tick: Int) -> Bool { tick >= startTick && tick < endTick }
}
