/// The instruments that a style can name, each with its General MIDI program, so that one style plays with any
/// General MIDI SoundFont and with the built-in one.
public enum InstrumentName: String, Sendable, CaseIterable {
    case feltPiano = "felt-piano"
    case tinePiano = "tine-piano"
    case reedPiano = "reed-piano"
    case musicBox = "music-box"
    case vibraphone
    case nylonGuitar = "nylon-guitar"
    case mutedGuitar = "muted-guitar"
    case uprightBass = "upright-bass"
    case subBass = "sub-bass"
    case fluteLead = "flute-lead"
    case warmPad = "warm-pad"

    /// General MIDI program, 0…127, in bank 0.
    public var program: Int {
        switch self {
        case .feltPiano: 0
        case .tinePiano: 4
        case .reedPiano: 5
        case .musicBox: 10
        case .vibraphone: 11
        case .nylonGuitar: 24
        case .mutedGuitar: 28
        case .uprightBass: 32
        case .subBass: 38
        case .fluteLead: 73
        case .warmPad: 89
        }
    }
}

/// The drum kits that a style can name, each with its program in the percussion bank (128), by the Roland GS order.
public enum DrumKit: String, Sendable, CaseIterable {
    case dusty
    case brushes
    case eightOhEight = "808"

    public var program: Int {
        switch self {
        case .dusty: 0
        case .eightOhEight: 25
        case .brushes: 40
        }
    }
}
