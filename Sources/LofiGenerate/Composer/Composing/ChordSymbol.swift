import LofiScore

/// A lead-sheet chord with tones beyond `Chord.Quality`: `G13`, `E7b9`, `Cmaj7#11`, `A7alt`.
package struct ChordSymbol: Sendable, Hashable {
    /// The nearest chord known to models, with the requested bass.
    package let chord: Chord
    /// Semitones above the root, 0…11, of every permitted tone.
    private let tones: Set<Int>

    /// A chord without additional tones.
    package init(_ chord: Chord) {
        self.chord = chord
        tones = Set(chord.quality.intervals.map { $0 % 12 })
    }

    private init(_ chord: Chord, tones: Set<Int>) { (self.chord, self.tones) = (chord, tones) }

    /// Parses a chord symbol.
    /// - Returns: nil if `text` is not one.
    package init?(_ text: String) {
        let plain = text.replacing("(", with: "").replacing(")", with: "").replacing("6/9", with: "69")
        let halves = plain.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let bass = halves.count == 2 ? "/\(halves[1])" : ""
        guard let name = halves.first else { return nil }
        let rootLength = name.dropFirst().first.map { "#♯b♭".contains($0) } == true ? 2 : 1
        let root = String(name.prefix(rootLength))
        var word = name.dropFirst(rootLength)
        var alterations: [Alteration] = []
        while let last = Alteration.allCases.first(where: { word.hasSuffix($0.rawValue) }) {
            alterations.append(last)
            word = word.dropLast(last.rawValue.count)
        }
        guard let chord = Chord(name + bass) ?? Chord(root + word + bass) else { return nil }
        var tones = Set(chord.quality.intervals.map { $0 % 12 }).union(Self.extensions(of: word))
        // A power chord has no third.
        if word == "5" { tones = [0, 7] }
        for alteration in alterations { alteration.apply(to: &tones) }
        self.init(chord, tones: tones)
    }

    /// Tones that the number in a name adds to its quality, in semitones above the root.
    private static func extensions(of word: Substring) -> Set<Int> {
        var added: Set<Int> = []
        if word.contains("13") { added.insert(9) }
        if word.contains("11") { added.insert(5) }
        if ["9", "11", "13"].contains(where: { word.contains($0) }) { added.insert(2) }
        return added
    }

    /// Pitch classes of every permitted tone, ascending from the root.
    package var pitchClasses: [Int] { tones.sorted().map { ($0 + chord.root) % 12 } }

    /// Pitch classes that have to sound: all but a perfect fifth, whose absence is not noticed.
    package var requiredPitchClasses: [Int] {
        tones.subtracting(tones.count > 2 ? [7] : []).sorted().map { ($0 + chord.root) % 12 }
    }

    /// Tones of a voicing above a bass with the root; the fifth is omitted if there are more than four others.
    var upperPitchClasses: [Int] {
        let upper = tones.subtracting([0])
        return (upper.count > 4 ? upper.subtracting([7]) : upper).map { ($0 + chord.root) % 12 }.sorted()
    }

    /// Pitch class of the bass note.
    package var bass: Int { chord.bass }

    /// The chord transposed by any number of semitones.
    package func transposed(by semitones: Int) -> ChordSymbol {
        func moved(_ pitchClass: Int) -> Int { ((pitchClass + semitones) % 12 + 12) % 12 }
        return ChordSymbol(
            Chord(root: moved(chord.root), quality: chord.quality, bass: moved(chord.bass)), tones: tones)
    }

    /// Notes of C major that clash with the chord: neighbours of its chromatic tones, such as G beside the G# of E7.
    var clashes: Set<Int> {
        let classes = Set(pitchClasses)
        let chromatic = classes.subtracting(Key(tonic: 0, mode: .major).scale)
        return Set(chromatic.flatMap { [($0 + 1) % 12, ($0 + 11) % 12] }).subtracting(classes)
    }
}

/// A suffix of a chord symbol.
private enum Alteration: String, CaseIterable {
    case flatFifth = "b5"
    case sharpFifth = "#5"
    case flatNinth = "b9"
    case sharpNinth = "#9"
    case addedNinth = "add9"
    case sharpEleventh = "#11"
    case addedEleventh = "add11"
    case flatThirteenth = "b13"
    case addedThirteenth = "add13"
    case altered = "alt"

    func apply(to tones: inout Set<Int>) {
        switch self {
        case .flatFifth: tones = tones.subtracting([7]).union([6])
        case .sharpFifth: tones = tones.subtracting([7]).union([8])
        case .flatNinth: tones = tones.subtracting([2]).union([1])
        case .sharpNinth: tones = tones.subtracting([2]).union([3])
        case .addedNinth: tones.insert(2)
        case .sharpEleventh: tones = tones.subtracting([5]).union([6])
        case .addedEleventh: tones.insert(5)
        // The flat thirteenth is a semitone above the fifth, which it replaces.
        case .flatThirteenth: tones = tones.subtracting([7, 9]).union([8])
        case .addedThirteenth: tones.insert(9)
        // Both ninths and the flat thirteenth, characteristic of the altered scale.
        case .altered: tones = tones.subtracting([2, 7]).union([1, 8])
        }
    }
}
