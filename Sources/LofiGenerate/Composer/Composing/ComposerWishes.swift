import LofiScore

/// Requested properties of a composed song; nil properties are up to the composer.
package struct ComposerWishes: Sendable {
    /// Number of new 4/4 bars.
    package var bars = 16
    /// Key; nil = any, in the mode given by `mode`.
    package var key: Key?
    /// Mode, if no key is given; nil = either.
    package var mode: Key.Mode?
    /// Tempo in beats per minute.
    package var beatsPerMinute: Double?
    /// Style of music, one of the names in the model.
    package var music: String?
    /// A letter for each section; 0 = A.
    package var form: [Int]?
    /// Chords by bar, transposed to C major or A minor and repeated as often as needed; up to four per bar.
    package var chords: [[ChordSymbol]]?
    /// A melody to accompany, whose notes are kept.
    package var melody: Sketch?
    /// A song to continue, or in which bars are replaced.
    package var song: Sketch?
    /// Bars of `song` to replace, from 0; nil = continue after its end.
    package var replaced: Range<Int>?
    /// Onset density relative to the training data, 0.25…4.
    package var density = 1.0

    /// Makes a request for 16 bars without preferences.
    package init() {}
}
