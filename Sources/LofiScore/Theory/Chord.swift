/// A chord by root, quality and bass note.
public struct Chord: Sendable, Equatable, Hashable, CustomStringConvertible {
    /// Pitch class, 0 is C.
    public let root: Int
    public let quality: Quality
    /// Pitch class of the lowest note; the root's, unless the chord is inverted.
    public let bass: Int

    /// - Parameter bass: nil is the root.
    public init(root: Int, quality: Quality, bass: Int? = nil) {
        self.root = root
        self.quality = quality
        self.bass = bass ?? root
    }

    /// Rising from the root.
    public var pitchClasses: [Int] { quality.intervals.map { ($0 + root) % 12 } }

    /// Semitones from the root to the fifth, be it diminished, perfect or augmented.
    public var fifth: Int { quality.intervals[2] }

    /// As a lead sheet has it: `Dm7`, `Cmaj7`, `C/E`.
    public var description: String {
        let name = Key(tonic: root, mode: quality.isMinor ? .minor : .major).tonicName + quality.rawValue
        return bass == root ? name : "\(name)/\(Self.noteNames[bass])"
    }

    /// The syntax of C. Harte (ISMIR 2005) as the POP909 Dataset writes it: `Eb:min`, `C:maj7`, `G:7/3`.
    public var label: String {
        let name = "\(Self.noteNames[root]):\(quality.harteName)"
        return bass == root ? name : "\(name)/\(Self.degreeNames[(bass - root + 12) % 12])"
    }

    /// The label for where no chord sounds.
    public static let noChordLabel = "N"

    private static let noteNames = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"]
    private static let degreeNames = ["1", "b2", "2", "b3", "3", "4", "b5", "5", "b6", "6", "b7", "7"]
}
