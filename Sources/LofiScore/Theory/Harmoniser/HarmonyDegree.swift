/// A triad by its degree in a key signature: named by its function in the major key and in the relative minor.
///
/// Both modes share the degrees, so that the relation of melody notes to chords is trained once for both.
enum HarmonyDegree: Int, CaseIterable, Sendable {
    /// I in major, III in minor.
    case one
    case two, three, four, five, six, seven
    /// V of vi in major, the dominant in minor.
    case dominantOfSix
    /// V of V.
    case dominantOfFive
    /// V of ii, the major chord on six.
    case dominantOfTwo
    /// bVII in major.
    case flatSeven
    /// The borrowed minor chord on four.
    case minorFour
    /// The minor chord on five: ii of IV.
    case minorFive

    /// Semitones of the root above the major tonic.
    var step: Int { [0, 2, 4, 5, 7, 9, 11, 4, 2, 9, 10, 5, 7][rawValue] }

    var quality: Chord.Quality {
        switch self {
        case .one, .four, .five, .dominantOfSix, .dominantOfFive, .dominantOfTwo, .flatSeven: .major
        case .two, .three, .six, .minorFour, .minorFive: .minor
        case .seven: .diminished
        }
    }

    /// Whether all its tones are in the scale.
    var isDiatonic: Bool { rawValue <= Self.seven.rawValue }

    /// The chord in a key or its relative.
    func chord(in key: Key) -> Chord { Chord(root: (step + key.signatureTonic) % 12, quality: quality) }
}

extension Key {
    /// The tonic of the major key with the same signature.
    package var signatureTonic: Int { mode == .major ? tonic : (tonic + 3) % 12 }
}
