import LofiScore

/// What a song of the composer shall be like; what is nil is left to it.
package struct ComposerWishes: Sendable {
    /// New bars of four quarters.
    package var bars = 16
    /// nil: any, in the mode that `mode` has.
    package var key: Key?
    package var mode: Key.Mode?
    package var beatsPerMinute: Double?
    /// The kind of music, a name that the model knows.
    package var music: String?
    /// A letter for each section, 0 for A.
    package var form: [Int]?
    /// The chords of bars, moved to C major or A minor, repeated as often as needed; up to four a bar.
    package var chords: [[ChordSymbol]]?
    /// A tune to be harmonised: bars whose melody stands.
    package var melody: Sketch?
    /// A song to go on from, or whose bars are to be replaced.
    package var song: Sketch?
    /// Bars of `song` to replace, from 0; nil goes on after its end.
    package var replaced: Range<Int>?
    /// How many places of a bar are struck: 1 as learnt, less is sparser.
    package var density = 1.0

    package init() {}
}
