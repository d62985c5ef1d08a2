/// The player that a style or a transform names for a part.
public enum InstrumentChoice: Sendable, Equatable {
    /// The program that the file asks for.
    case asWritten
    case instrument(InstrumentName)
    case kit(DrumKit)

    /// Reads `keep`, `tine-piano` or `kit/dusty`; nil for an unknown word.
    public init?(_ word: String) {
        if word == Self.asWritten.word {
            self = .asWritten
        } else if let name = InstrumentName(rawValue: word) {
            self = .instrument(name)
        } else if let kit = DrumKit.allCases.first(where: { Self.kit($0).word == word }) {
            self = .kit(kit)
        } else {
            return nil
        }
    }

    /// The choice as a style writes it.
    public var word: String {
        switch self {
        case .asWritten: "keep"
        case .instrument(let name): name.rawValue
        case .kit(let kit): "kit/\(kit.rawValue)"
        }
    }

    /// The choices for a role; for any part if the role is nil.
    public static func choices(for role: Role?) -> [InstrumentChoice] {
        let kits = DrumKit.allCases.map(Self.kit), instruments = InstrumentName.allCases.map(Self.instrument)
        return switch role {
        case .drums: [.asWritten] + kits
        case nil: [.asWritten] + instruments + kits
        default: [.asWritten] + instruments
        }
    }
}
