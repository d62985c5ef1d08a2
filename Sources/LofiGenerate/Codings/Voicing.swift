/// Voices successive chords with minimal movement.
struct Voicing {
    /// MIDI keys of the previous chord, ascending.
    private var before: [Int] = []

    /// Range of the chords, an octave and a half around middle C.
    private static let lowest = 52
    private static let centre = 62

    /// Voices the next chord.
    /// - Parameter pitchClasses: Its pitch classes, in normal order.
    /// - Returns: MIDI keys, ascending.
    mutating func next(_ pitchClasses: [Int]) -> [Int] {
        let inversions = pitchClasses.indices.flatMap { first in
            let order = Array(pitchClasses[first...] + pitchClasses[..<first])
            return [Self.stacked(order, from: Self.lowest), Self.stacked(order, from: Self.lowest + 12)]
        }
        before = inversions.min { cost($0) < cost($1) } ?? []
        return before
    }

    /// Stacks pitch classes upwards, starting at or above `lowest`.
    private static func stacked(_ order: [Int], from lowest: Int) -> [Int] {
        order.reduce(into: []) { keys, pitchClass in
            let floor = keys.last.map { $0 + 1 } ?? lowest
            keys.append(floor + ((pitchClass - floor) % 12 + 12) % 12)
        }
    }

    /// Semitones that each voice moves from the nearest key of the previous chord, or its distance from the centre.
    private func cost(_ keys: [Int]) -> Int {
        let moves = keys.map { key in before.map { abs($0 - key) }.min() ?? abs(key - Self.centre) }.reduce(0, +)
        // Penalised, because a drift away from the centre would never be corrected.
        return moves * 2 + abs((keys.first ?? 0) + (keys.last ?? 0) - 2 * Self.centre) / 2
    }
}
