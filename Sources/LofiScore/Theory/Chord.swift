/// A chord by root, quality and bass note.
public struct Chord: Sendable, Equatable, Hashable, CustomStringConvertible {
    /// Pitch class of the root; 0 = C.
    public let root: Int
    /// The intervals above the root.
    public let quality: Quality
    /// Pitch class of the bass note: the root, unless the chord is inverted.
    public let bass: Int

    /// - Parameter bass: Pitch class of the bass note; nil = the root.
    public init(root: Int, quality: Quality, bass: Int? = nil) {
        self.root = root
        self.quality = quality
        self.bass = bass ?? root
    }

    /// Pitch classes of the chord tones, ascending from the root.
    public var pitchClasses: [Int] { quality.intervals.map { ($0 + root) % 12 } }

    /// Semitones from the root to the fifth, whether diminished, perfect or augmented.
    public var fifth: Int { quality.intervals[2] }

    /// Lead-sheet symbol: `Dm7`, `Cmaj7`, `C/E`.
    public var description: String {
        let name = Key(tonic: root, mode: quality.isMinor ? .minor : .major).tonicName + quality.rawValue
        return bass == root ? name : "\(name)/\(Self.noteNames[bass])"
    }

    /// Label in the syntax of C. Harte (ISMIR 2005) as used by the POP909 Dataset: `Eb:min`, `C:maj7`, `G:7/3`.
    public var label: String {
        let name = "\(Self.noteNames[root]):\(quality.harteName)"
        return bass == root ? name : "\(name)/\(Self.degreeNames[(bass - root + 12) % 12])"
    }

    /// Label for a stretch without a chord.
    public static let noChordLabel = "N"

    private static let noteNames = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"]
    private static let degreeNames = ["1", "b2", "2", "b3", "3", "4", "b5", "5", "b6", "6", "b7", "7"]
}
