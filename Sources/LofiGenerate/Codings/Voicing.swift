/// Lays pitch classes on keys so that the chords of a song follow one another by small steps.
struct Voicing {
    /// The keys of the chord before, rising.
    private var before: [Int] = []

    /// Where chords lie: the octave and a half about middle C.
    private static let lowest = 52
    private static let centre = 62

    /// - Parameter pitchClasses: in normal order.
    mutating func next(_ pitchClasses: [Int]) -> [Int] {
        let inversions = pitchClasses.indices.flatMap { first in
            let order = Array(pitchClasses[first...] + pitchClasses[..<first])
            return [Self.stacked(order, from: Self.lowest), Self.stacked(order, from: Self.lowest + 12)]
        }
        before = inversions.min { cost($0) < cost($1) } ?? []
        return before
    }

    /// The order upwards from the first key of its first class at or above `lowest`.
    private static func stacked(_ order: [Int], from lowest: Int) -> [Int] {
        order.reduce(into: []) { keys, pitchClass in
            let floor = keys.last.map { $0 + 1 } ?? lowest
            keys.append(floor + ((pitchClass - floor) % 12 + 12) % 12)
        }
    }

    /// Semitones that each voice moves to the nearest of the chord before; without one, the distance from the centre.
    private func cost(_ keys: [Int]) -> Int {
        let moves = keys.map { key in before.map { abs($0 - key) }.min() ?? abs(key - Self.centre) }.reduce(0, +)
        // A drift away from the centre would never come back.
        return moves * 2 + abs((keys.first ?? 0) + (keys.last ?? 0) - 2 * Self.centre) / 2
    }
}
