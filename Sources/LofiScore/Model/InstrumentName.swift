/// The instruments a style can name, each with its General MIDI program, so that a style works with any General MIDI
/// SoundFont as well as the built-in one.
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

/// The drum kits a style can name, each with its program in the percussion bank (128), numbered as in Roland GS.
public enum DrumKit: String, Sendable, CaseIterable {
    case dusty
    case brushes
    case eightOhEight = "808"

    /// Program in the percussion bank, 0…127.
    public var program: Int {
        switch self {
        case .dusty: 0
        case .eightOhEight: 25
        case .brushes: 40
        }
    }
}
