/// One drum of the kit, by its name in grooves.
public enum DrumVoice: String, Sendable, CaseIterable {
    case kick, snare, rim, clap, hat, open, ride, shaker, tom, crash

    /// The General MIDI percussion key that plays it.
    public var key: Int { keys[0] }

    /// Creates a voice from a General MIDI key or one of those that Roland kits add: 22 and 26 are the edge of a hat,
    /// 58 the rim of a tom. Returns nil for other keys.
    public init?(key: Int) {
        guard let voice = Self.allCases.first(where: { $0.keys.contains(key) }) else { return nil }
        self = voice
    }

    /// All keys of this drum, the one to play first. A pedal hat counts as a hat.
    private var keys: [Int] {
        switch self {
        case .kick: [36, 35]
        case .snare: [38, 40]
        case .rim: [37]
        case .clap: [39]
        case .hat: [42, 44, 22]
        case .open: [46, 26]
        case .ride: [51, 53, 59]
        case .shaker: [70, 69, 82]
        case .tom: [45, 41, 43, 47, 48, 50, 58]
        case .crash: [49, 52, 55, 57]
        }
    }

    /// Whether it keeps time, and continues where the rest is silent.
    var keepsTime: Bool { [.hat, .ride, .shaker].contains(self) }

    /// Whether it marks the backbeat.
    var isBackbeat: Bool { [.snare, .rim, .clap].contains(self) }
}
