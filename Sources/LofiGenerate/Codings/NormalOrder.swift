/// The most compact order of a set of pitch classes, by which the write-up names a chord.
///
/// Allen Forte, "The Structure of Atonal Music" (1973): of the rotations of the rising set the one with the least span,
/// then the one packed closest to its beginning; of equal ones (augmented triads and their like) the one on the lowest
/// pitch class. That is music21's `Chord.normalOrder` for each of the 4,095 sets.
package enum NormalOrder {
    /// - Parameter pitches: MIDI keys or pitch classes, in any order; doubled ones count once.
    /// - Returns: pitch classes, 0…11.
    package static func of(_ pitches: [Int]) -> [Int] {
        let rising = Set(pitches.map { (($0 % 12) + 12) % 12 }).sorted()
        let rotations = rising.indices.map { Array(rising[$0...] + rising[..<$0]) }
        return rotations.min { isCloser(intervals($0), intervals($1)) } ?? []
    }

    /// Semitones above the first.
    private static func intervals(_ order: [Int]) -> [Int] { order.map { ($0 - order[0] + 12) % 12 } }

    private static func isCloser(_ first: [Int], _ second: [Int]) -> Bool {
        let (span, otherSpan) = (first.last ?? 0, second.last ?? 0)
        return span != otherSpan ? span < otherSpan : first.lexicographicallyPrecedes(second)
    }
}
