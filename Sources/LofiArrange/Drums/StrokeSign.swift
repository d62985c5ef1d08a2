/// A sign for a stroke in groove notation.
///
/// Velocities follow the medians of the hip-hop drummers of the Groove MIDI Dataset for the drums they use: backbeat
/// 127, other snares 42; hat 92 on the beat, 57 on off-eighths, 42 in between; kick 81 on the downbeat, 40 to 60 in
/// between (mean 63, SD 27).
enum StrokeSign: Character {
    case accent = "X"
    case stroke = "x"
    case soft = "o"
    case ghost = "g"
    case sometimes = "?"
    case two = "w"
    case three = "t"
    case tripletOfTwo = "T"

    /// Returns the velocity of a drum, 1…127.
    func velocity(of voice: DrumVoice) -> Int {
        let table: (accent: Int, stroke: Int, soft: Int, ghost: Int) =
            switch voice {
            case .kick: (97, 54, 36, 28)
            case .snare: (127, 92, 62, 42)
            case .hat: (112, 92, 57, 42)
            default: (114, 92, 60, 40)
            }
        return switch self {
        case .accent: table.accent
        case .stroke: table.stroke
        case .ghost, .sometimes: table.ghost
        case .soft, .two, .three, .tripletOfTwo: table.soft
        }
    }

    /// Number of hits within the stroke.
    var hits: Int {
        switch self {
        case .two: 2
        case .three, .tripletOfTwo: 3
        default: 1
        }
    }
}
