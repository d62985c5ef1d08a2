/// A chord by root and quality.
public struct Chord: Sendable, Equatable, Hashable, CustomStringConvertible {
    public enum Quality: String, Sendable, CaseIterable {
        case major = ""
        case minor = "m"
        case dominant7 = "7"
        case major7 = "maj7"
        case minor7 = "m7"
        case halfDiminished = "m7b5"
        case diminished = "dim"
        case suspended4 = "sus4"

        /// Semitones above the root.
        public var intervals: [Int] {
            switch self {
            case .major: [0, 4, 7]
            case .minor: [0, 3, 7]
            case .dominant7: [0, 4, 7, 10]
            case .major7: [0, 4, 7, 11]
            case .minor7: [0, 3, 7, 10]
            case .halfDiminished: [0, 3, 6, 10]
            case .diminished: [0, 3, 6]
            case .suspended4: [0, 5, 7]
            }
        }
    }

    /// Pitch class, 0 is C.
    public let root: Int
    public let quality: Quality

    public init(root: Int, quality: Quality) {
        self.root = root
        self.quality = quality
    }

    public var pitchClasses: [Int] { quality.intervals.map { ($0 + root) % 12 } }

    public var fifth: Int { quality == .diminished || quality == .halfDiminished ? 6 : 7 }

    public var description: String { Key(tonic: root, mode: .major).tonicName + quality.rawValue }
}
