/// One word of a song, known by its name alone: a vocabulary in a model file is a list of names.
///
/// | name | meaning |
/// |---|---|
/// | `C4`, `E-4`, `F#3` | a note |
/// | `0.4.7`, `3` | a chord as the write-up has it: the normal order of its pitch classes |
/// | `C3.G3.E-4` | a chord with its octaves (`BarGridCoding`, like all that follow) |
/// | `\|16` | a bar begins, so many sixteenths long |
/// | `@6` | what follows begins so many sixteenths into the bar |
/// | `:4` | what precedes lasts so many sixteenths |
package struct NoteChordToken: Sendable, Hashable, Comparable {
    package enum Kind: Sendable, Hashable {
        /// MIDI key, 0…127.
        case note(Int)
        /// Pitch classes in normal order, 0…11.
        case chord([Int])
        /// MIDI keys, two or more, rising.
        case voicing([Int])
        /// Sixteenths.
        case bar(length: Int)
        /// Sixteenths from the beginning of the bar.
        case position(Int)
        /// Sixteenths.
        case length(Int)
    }

    package let name: String
    package let kind: Kind

    package init(_ kind: Kind) {
        self.kind = kind
        name =
            switch kind {
            case .note(let pitch): PitchName.of(pitch)
            case .chord(let pitchClasses): pitchClasses.map(String.init).joined(separator: ".")
            case .voicing(let pitches): pitches.map(PitchName.of).joined(separator: ".")
            case .bar(let length): "|\(length)"
            case .position(let place): "@\(place)"
            case .length(let sixteenths): ":\(sixteenths)"
            }
    }

    /// nil where the name is none of a token.
    package init?(name: String) {
        guard let kind = Self.kind(of: name) else { return nil }
        self.kind = kind
        self.name = name
    }

    /// Code point by code point, as Python sorts the write-up's names.
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
