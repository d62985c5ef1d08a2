extension Chord {
    /// The chord's degree in a key, without inversions: `I`, `ii7`, `V7`, `bVII`, `iv6`, `viiø7`.
    ///
    /// Degrees follow the key's own scale (natural minor): the chord on Eb is `bIII` in C major and `III` in C minor.
    public func romanNumeral(in key: Key) -> String {
        let steps =
            key.mode == .major
            ? ["I", "bII", "II", "bIII", "III", "IV", "#IV", "V", "bVI", "VI", "bVII", "VII"]
            : ["I", "bII", "II", "III", "#III", "IV", "#IV", "V", "VI", "#VI", "VII", "#VII"]
        let step = steps[(root - key.tonic + 12) % 12]
        let accidental = step.prefix { $0 == "b" || $0 == "#" }
        let numeral = step.dropFirst(accidental.count)
        return accidental + (quality.isMinor ? numeral.lowercased() : String(numeral)) + quality.romanSuffix
    }
}

extension Chord.Quality {
    /// Suffix of the numeral, whose case already shows a minor third.
    fileprivate var romanSuffix: String {
        switch self {
        case .major, .minor: ""
        case .diminished: "°"
        case .augmented: "+"
        case .halfDiminished: "ø7"
        case .diminished7: "°7"
        case .minorMajor7: "maj7"
        case .minor6: "6"
        case .minor7: "7"
        case .minor9: "9"
        case .suspended2, .suspended4, .major6, .dominant7, .major7, .suspended7, .dominant9, .major9: rawValue
        }
    }
}
