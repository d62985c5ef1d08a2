/// The most compact order of a set of pitch classes, used by the write-up to name chords.
///
/// Allen Forte, "The Structure of Atonal Music" (1973): of the rotations of the ascending set, the one with the
/// smallest span, then the one packed most closely at its beginning; of equal ones (augmented triads and the like) the
/// one on the lowest pitch class. This equals music21's `Chord.normalOrder` for each of the 4,095 sets.
package enum NormalOrder {
    /// - Parameter pitches: MIDI keys or pitch classes, in any order; duplicates count once.
    /// - Returns: pitch classes, 0…11.
    package static func of(_ pitches: [Int]) -> [Int] {
        let rising = Set(pitches.map { (($0 % 12) + 12) % 12 }).sorted()
        let rotations = rising.indices.map { Array(rising[$0...] + rising[..<$0]) }
        return rotations.min { isCloser(intervals($0), intervals($1)) } ?? []
    }

    /// Semitones above the first pitch class.
    private static func intervals(_ order: [Int]) -> [Int] { order.map { ($0 - order[0] + 12) % 12 } }

    private static func isCloser(_ first: [Int], _ second: [Int]) -> Bool {
        let (span, otherSpan) = (first.last ?? 0, second.last ?? 0)
        return span != otherSpan ? span < otherSpan : first.lexicographicallyPrecedes(second)
    }
}
