/// One drum of the kit, as a groove names it.
public enum DrumVoice: String, Sendable, CaseIterable {
    case kick, snare, rim, clap, hat, open, ride, shaker, tom, crash

    /// General MIDI percussion key by which the kit is played.
    public var key: Int { keys[0] }

    /// By the keys of General MIDI, and those that Roland's kits add: 22 and 26 are the edge of a hat, 58 a rim of a
    /// tom.
    public init?(key: Int) {
        guard let voice = Self.allCases.first(where: { $0.keys.contains(key) }) else { return nil }
        self = voice
    }

    /// All keys that mean this drum, the one to play first. A hat closed by the foot counts as a hat.
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

    /// Keeps time, and goes on where the rest is silent.
    var keepsTime: Bool { [.hat, .ride, .shaker].contains(self) }

    /// Marks the backbeat.
    var isBackbeat: Bool { [.snare, .rim, .clap].contains(self) }
}
