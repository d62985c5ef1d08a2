import LofiPlugin
import LofiScore

/// A tune by rules: a short figure of places and steps, taken up from bar to bar on the chord of each, varied and answered.
struct Motif {
    /// Sixteenths into the bar, rising.
    private let places: [Int]
    /// Steps of the scale from note to note.
    private let steps: [Int]

    private static let rhythms: [[Int]] = [
        [0, 3, 6], [0, 4, 6, 10], [2, 4, 7, 10], [4, 6, 8, 11], [0, 6, 8], [3, 4, 8, 10, 12], [6, 8, 10, 12],
        [0, 2, 4, 8],
    ]

    init(_ random: inout RandomStream) {
        places = Self.rhythms[Int(random.unit() * Double(Self.rhythms.count))]
        steps = places.indices.map { _ in
            ChordGrammar.draw([(-1, 4.0), (1, 4), (-2, 2), (2, 2), (0, 1), (-3, 0.7), (4, 0.5)], &random)
        }
    }

    /// The lowest and highest key of a tune.
    private static let range = 64...84
    private static let scale = Key(tonic: 0, mode: .major).scale

    /// The notes of one bar.
    /// - Parameters:
    ///   - bar: whose chords it goes over.
    ///   - chords: the same chords with all their tones.
    ///   - start: about where it begins; the last key on return.
    ///   - varies: takes another turn at its end.
    func notes(
        over bar: Sketch.Bar, chords: [ChordSymbol], from start: inout Int, varies: Bool
    ) -> [Sketch.Note] {
        let clashes = Set(chords.flatMap(\.clashes))
        let ladder = Self.range.filter { Self.scale.contains($0 % 12) && !clashes.contains($0 % 12) }
        guard !ladder.isEmpty else { return [] }
        let from = start
        var rung = ladder.indices.min { abs(ladder[$0] - from) < abs(ladder[$1] - from) } ?? 0
        var notes: [Sketch.Note] = []
        for (index, place) in places.enumerated() {
            let turns = varies && index >= places.count / 2
            let step = turns ? -steps[index] : steps[index]
            rung = min(max(rung + (index == 0 ? 0 : step), 0), ladder.count - 1)
            var key = ladder[rung]
            // What falls on a beat, and what ends, belongs to the chord.
            if place % 4 == 0 || index == places.count - 1 {
                let chord = bar.chords.lastIndex { $0.position <= place } ?? 0
                let classes = Set(chords[chord].pitchClasses)
                let tones = Self.range.filter { classes.contains($0 % 12) }
                key = tones.min { abs($0 - key) < abs($1 - key) } ?? key
            }
            let end = index + 1 < places.count ? places[index + 1] : min(16, place + 6)
            notes.append(
                Sketch.Note(
                    voice: .melody, position: place, pitch: key, length: max(1, end - place),
                    velocity: place % 8 == 0 ? 5 : 4))
        }
        start = notes.last?.pitch ?? start
        // Not ever higher nor lower: it comes back to the middle.
        if start > 79 { start -= 7 } else if start < 68 { start += 5 }
        return notes
    }
}
