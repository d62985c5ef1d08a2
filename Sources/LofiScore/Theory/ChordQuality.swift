extension Chord {
    /// The intervals of a chord above its root; the raw value is the lead-sheet suffix.
    public enum Quality: String, Sendable, CaseIterable {
        case major = ""
        case minor = "m"
        case diminished = "dim"
        case augmented = "aug"
        case suspended2 = "sus2"
        case suspended4 = "sus4"
        case major6 = "6"
        case minor6 = "m6"
        case dominant7 = "7"
        case major7 = "maj7"
        case minor7 = "m7"
        case halfDiminished = "m7b5"
        case diminished7 = "dim7"
        case minorMajor7 = "mMaj7"
        case suspended7 = "7sus4"
        case dominant9 = "9"
        case major9 = "maj9"
        case minor9 = "m9"

        /// Semitones above the root, ascending.
        public var intervals: [Int] {
            switch self {
            case .major: [0, 4, 7]
            case .minor: [0, 3, 7]
            case .diminished: [0, 3, 6]
            case .augmented: [0, 4, 8]
            case .suspended2: [0, 2, 7]
            case .suspended4: [0, 5, 7]
            case .major6: [0, 4, 7, 9]
            case .minor6: [0, 3, 7, 9]
            case .dominant7: [0, 4, 7, 10]
            case .major7: [0, 4, 7, 11]
            case .minor7: [0, 3, 7, 10]
            case .halfDiminished: [0, 3, 6, 10]
            case .diminished7: [0, 3, 6, 9]
            case .minorMajor7: [0, 3, 7, 11]
            case .suspended7: [0, 5, 7, 10]
            case .dominant9: [0, 4, 7, 10, 14]
            case .major9: [0, 4, 7, 11, 14]
            case .minor9: [0, 3, 7, 10, 14]
            }
        }

        /// Whether the third is minor, in which case the chord is spelt and numbered as a minor one.
        public var isMinor: Bool { intervals[1] == 3 }

        /// The shorthand of C. Harte, "Symbolic representation of musical chords" (ISMIR 2005), as used by POP909.
        public var harteName: String {
            switch self {
            case .major: "maj"
            case .minor: "min"
            case .diminished: "dim"
            case .augmented: "aug"
            case .suspended2: "sus2"
            case .suspended4: "sus4"
            case .major6: "maj6"
            case .minor6: "min6"
            case .dominant7: "7"
            case .major7: "maj7"
            case .minor7: "min7"
            case .halfDiminished: "hdim7"
            case .diminished7: "dim7"
            case .minorMajor7: "minmaj7"
            case .suspended7: "sus4(b7)"
            case .dominant9: "9"
            case .major9: "maj9"
            case .minor9: "min9"
            }
        }
    }
}
