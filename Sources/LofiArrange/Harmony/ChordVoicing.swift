import LofiScore

/// Voices successive chords below a melody, in close position from C3 to C5, with minimal voice movement.
struct ChordVoicing {
    private let melody: [Note]
    /// Index of the first melody note that may still be sounding.
    private var index = 0
    private var previous: [Int]

    /// Starting point of the first chord: around middle C, where a pianist's right hand is.
    private static let start = [52, 57, 60]
    private static let lowest = 48, highest = 72

    /// - Parameter melody: in order of start.
    init(melody: [Note]) {
        self.melody = melody
        previous = Self.start
    }

    /// Returns the pitches of a chord, ascending.
    ///
    /// - Parameters:
    ///   - chord: follows the one of the previous call.
    ///   - startTick: not before that of the previous call.
    mutating func next(_ chord: Chord, from startTick: Int, to endTick: Int) -> [Int] {
        while index < melody.count, melody[index].endTick <= startTick { index += 1 }
        let sung = melody[index...].prefix { $0.startTick < endTick }.map(\.pitch)
        let ceiling = sung.min() ?? Self.highest
        let tones = chord.quality.intervals.prefix(4).map { ($0 + chord.root) % 12 }
        let candidates = tones.indices.flatMap { inversion in
            (Self.lowest..<Self.lowest + 12).compactMap { bottom -> [Int]? in
                guard bottom % 12 == tones[inversion] else { return nil }
                var pitches = [bottom]
                for offset in 1..<tones.count {
                    let tone = tones[(inversion + offset) % tones.count]
                    pitches.append(pitches[offset - 1] + ((tone - pitches[offset - 1]) % 12 + 12) % 12)
                }
                return pitches
            }
        }
        previous = candidates.min { cost($0, ceiling) < cost($1, ceiling) } ?? previous
        return previous
    }

    /// Returns the total voice movement in semitones, plus penalties for reaching into the melody and for being low.
    private func cost(_ pitches: [Int], _ ceiling: Int) -> Int {
        let movement = zip(pitches, previous).reduce(0) { $0 + abs($1.0 - $1.1) }
        let above = max(0, (pitches.last ?? 0) - ceiling + 2)
        // Close thirds below E3 sound muddy.
        let low = max(0, 52 - pitches[0])
        let high = max(0, (pitches.last ?? 0) - Self.highest)
        return movement + 6 * above + low + 10 * high
    }
}
