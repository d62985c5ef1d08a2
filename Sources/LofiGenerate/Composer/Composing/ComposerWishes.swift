import LofiScore

/// What a song of the composer should be like; it chooses whatever is nil.
package struct ComposerWishes: Sendable {
    /// New bars of four quarters.
    package var bars = 16
    /// nil: any, in the mode that `mode` has.
    package var key: Key?
    package var mode: Key.Mode?
    package var beatsPerMinute: Double?
    /// The kind of music, one of the names in the model.
    package var music: String?
    /// A letter for each section, 0 for A.
    package var form: [Int]?
    /// The chords of bars, moved to C major or A minor, repeated as often as needed; up to four a bar.
    package var chords: [[ChordSymbol]]?
    /// A melody to accompany: the bars whose melody stays.
    package var melody: Sketch?
    /// A song to continue, or whose bars are replaced.
    package var song: Sketch?
    /// Bars of `song` to replace, from 0; nil continues after its end.
    package var replaced: Range<Int>?
    /// Onset positions in a bar relative to the training data, 0.25…4.
    package var density = 1.0

    package init() {}
}
