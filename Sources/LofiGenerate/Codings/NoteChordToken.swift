/// A token of a song, identified by its name: the vocabulary of a model file is a list of names.
///
/// | name | meaning |
/// |---|---|
/// | `C4`, `E-4`, `F#3` | a note |
/// | `0.4.7`, `3` | a chord as in the write-up: the normal order of its pitch classes |
/// | `C3.G3.E-4` | a chord with its octaves (`BarGridCoding`, as are all the following) |
/// | `\|16` | start of a bar, with its length in sixteenths |
/// | `@6` | position of the following notes in the bar, in sixteenths |
/// | `:4` | duration of the preceding notes, in sixteenths |
package struct NoteChordToken: Sendable, Hashable, Comparable {
    /// What a token stands for.
    package enum Kind: Sendable, Hashable {
        /// MIDI key, 0…127.
        case note(Int)
        /// Pitch classes in normal order, 0…11.
        case chord([Int])
        /// MIDI keys, two or more, ascending.
        case voicing([Int])
        /// Start of a bar, with its length in sixteenths.
        case bar(length: Int)
        /// Position of the following notes, in sixteenths from the start of the bar.
        case position(Int)
        /// Duration of the preceding notes, in sixteenths.
        case length(Int)
    }

    /// Its name in a vocabulary.
    package let name: String
    /// What it stands for.
    package let kind: Kind

    /// Makes a token of a kind, with its name.
    package init(_ kind: Kind) {
        self.kind = kind
        name =
            switch kind {
            case .note(let pitch): PitchName.of(pitch)
            case .chord(let pitchClasses): pitchClasses.map(String.init).joined(separator: ".")
            case .voicing(let pitches): pitches.map(PitchName.of).joined(separator: ".")
            case .bar(let length): "|\(length)"
            case .position(let sixteenths): "@\(sixteenths)"
            case .length(let sixteenths): ":\(sixteenths)"
            }
    }

    /// Parses a name; nil if it is not a token.
    package init?(name: String) {
        guard let kind = Self.kind(of: name) else { return nil }
        self.kind = kind
        self.name = name
    }

    /// By Unicode code points, as Python sorts the write-up's names.
    package static func < (first: Self, second: Self) -> Bool { first.name < second.name }

    package static func == (first: Self, second: Self) -> Bool { first.name == second.name }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }

    private static func kind(of name: String) -> Kind? {
        let number = Int(name.dropFirst())
        switch name.first {
        case "|": return number.flatMap { BarGridCoding.barLengths.contains($0) ? .bar(length: $0) : nil }
        case "@": return number.flatMap { BarGridCoding.positions.contains($0) ? .position($0) : nil }
        case ":": return number.flatMap { BarGridCoding.lengths.contains($0) ? .length($0) : nil }
        default: break
        }
        let words = name.split(separator: ".", omittingEmptySubsequences: false)
        let pitches = words.compactMap { PitchName.pitch($0) }
        if pitches.count == words.count { return pitches.count == 1 ? .note(pitches[0]) : .voicing(pitches) }
        let pitchClasses = words.compactMap { Int($0) }
        guard pitchClasses.count == words.count, pitchClasses.allSatisfy((0..<12).contains) else { return nil }
        return .chord(pitchClasses)
    }
}
