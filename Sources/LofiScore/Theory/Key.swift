/// A tonic and a mode.
public struct Key: Sendable, Equatable, Hashable, CustomStringConvertible {
    /// Major or natural minor.
    public enum Mode: String, Sendable, Codable, CaseIterable { case major, minor }

    /// Pitch class of the tonic: 0 = C, 11 = B.
    public let tonic: Int
    /// Major or minor.
    public let mode: Mode

    /// - Parameter tonic: Any integer; reduced to a pitch class, 0…11.
    public init(tonic: Int, mode: Mode) {
        self.tonic = ((tonic % 12) + 12) % 12
        self.mode = mode
    }

    /// The tonic in its common spelling for the mode: Eb, F#, C.
    public var tonicName: String {
        mode == .major
            ? ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"][tonic]
            : ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"][tonic]
    }

    /// Text such as `Eb major`.
    public var description: String { "\(tonicName) \(mode.rawValue)" }

    /// Label as used in annotations: `Gb:maj`, `Eb:min`; black keys are always flats.
    public var label: String {
        let tonics = ["C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"]
        return "\(tonics[tonic]):\(mode == .major ? "maj" : "min")"
    }

    /// Pitch classes of the scale, ascending from the tonic (natural minor).
    public var scale: [Int] {
        (mode == .major ? [0, 2, 4, 5, 7, 9, 11] : [0, 2, 3, 5, 7, 8, 10]).map { ($0 + tonic) % 12 }
    }

    /// Parses `Eb`, `F# minor`, `Am`, `c-minor`, `Bb:maj`; nil if `text` is not a key.
    public init?(_ text: String) {
        let letters = Array(text.trimmingSpaces())
        guard let letter = letters.first,
            let natural = ["C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11][letter.uppercased()]
        else { return nil }
        var pitchClass = natural
        var rest = letters.dropFirst()
        if let accidental = rest.first, "#♯b♭".contains(accidental) {
            pitchClass += "#♯".contains(accidental) ? 1 : -1
            rest = rest.dropFirst()
        }
        let word = String(rest).trimmingSpaces(also: "-:_")
        switch word {
        case "", "maj", "major", "M":
            self.init(tonic: pitchClass, mode: letter.isLowercase && word.isEmpty ? .minor : .major)
        case "m", "min", "minor": self.init(tonic: pitchClass, mode: .minor)
        default: return nil
        }
    }
}

/// A key signature declared by a file, in force from a tick on.
public struct KeySignature: Sendable, Equatable {
    /// Tick from which it is in force.
    public let tick: Int
    /// The declared key.
    public let key: Key

    /// Makes a key signature at `tick`.
    public init(tick: Int, key: Key) {
        self.tick = tick
        self.key = key
    }
}

extension String {
    fileprivate func trimmingSpaces(also more: String = "") -> String {
        let skipped: (Character) -> Bool = { $0.isWhitespace || more.contains($0) }
        guard let first = firstIndex(where: { !skipped($0) }), let last = lastIndex(where: { !skipped($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
