extension Chord {
    /// Parses a lead-sheet symbol: `Dm9`, `G13`, `Cmaj7`, `F#m7b5`, `Bb/D`, `Esus4`, `A-7`, `C^7`.
    ///
    /// Extensions beyond the eighteen qualities map to the nearest: a thirteenth becomes a ninth.
    /// - Returns: nil if `text` is not a chord symbol.
    public init?(_ text: String) {
        let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let first = halves.first, let (root, rest) = Self.pitchClass(first) else { return nil }
        // In `6/9` the slash does not introduce a bass note.
        if halves.count == 2, halves[1] == "9", let quality = Self.quality(rest) {
            self.init(root: root, quality: quality)
            return
        }
        guard let quality = Self.quality(rest) else { return nil }
        guard halves.count == 2 else {
            self.init(root: root, quality: quality)
            return
        }
        guard let (bass, nothing) = Self.pitchClass(halves[1]), nothing.isEmpty else { return nil }
        self.init(root: root, quality: quality, bass: bass)
    }

    /// Parses a note name at the start of a text and returns its pitch class and the remainder.
    private static func pitchClass(_ text: String) -> (Int, rest: String)? {
        guard let letter = text.first,
            let natural = ["C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11][letter]
        else { return nil }
        let accidental = text.dropFirst().first
        let shift = accidental.map { ["#": 1, "♯": 1, "b": -1, "♭": -1][$0] ?? 0 } ?? 0
        return ((natural + shift + 12) % 12, String(text.dropFirst(shift == 0 ? 1 : 2)))
    }

    private static func quality(_ word: String) -> Quality? {
        if let quality = Quality(rawValue: word) { return quality }
        return otherNames[word.replacing("(", with: "").replacing(")", with: "")]
    }

    /// Alternative spellings of the qualities.
    private static let otherNames: [String: Quality] = [
        "maj": .major, "M": .major, "min": .minor, "-": .minor, "°": .diminished, "o": .diminished, "+": .augmented,
        "sus": .suspended4, "add9": .major, "madd9": .minor, "2": .suspended2, "5": .major,
        "maj6": .major6, "M6": .major6, "69": .major6, "min6": .minor6, "-6": .minor6, "m69": .minor6,
        "M7": .major7, "Maj7": .major7, "^7": .major7, "^": .major7, "Δ": .major7, "Δ7": .major7,
        "min7": .minor7, "-7": .minor7, "mi7": .minor7, "ø": .halfDiminished, "ø7": .halfDiminished,
        "m7-5": .halfDiminished, "min7b5": .halfDiminished, "-7b5": .halfDiminished, "°7": .diminished7,
        "o7": .diminished7, "mM7": .minorMajor7, "minMaj7": .minorMajor7, "m^7": .minorMajor7, "-^7": .minorMajor7,
        "7sus": .suspended7, "9sus4": .suspended7, "9sus": .suspended7, "11": .suspended7, "13sus4": .suspended7,
        "13": .dominant9, "7b9": .dominant7, "7#9": .dominant7, "7#5": .dominant7, "7b5": .dominant7,
        "7#11": .dominant7, "7b13": .dominant7, "7alt": .dominant7, "9#11": .dominant9, "13b9": .dominant7,
        "M9": .major9, "Maj9": .major9, "^9": .major9, "maj13": .major9, "M13": .major9, "maj7#11": .major7,
        "min9": .minor9, "-9": .minor9, "m11": .minor9, "min11": .minor9, "-11": .minor9, "m13": .minor9,
    ]
}
