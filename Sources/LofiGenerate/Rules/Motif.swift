import LofiPlugin
import LofiScore

/// A rule-based melody: a short figure of onsets and scale steps, repeated over the chords of each bar with variations.
struct Motif {
    /// Onsets in sixteenths from the start of the bar, ascending.
    private let onsets: [Int]
    /// Scale steps from note to note.
    private let steps: [Int]

    private static let rhythms: [[Int]] = [
        [0, 3, 6], [0, 4, 6, 10], [2, 4, 7, 10], [4, 6, 8, 11], [0, 6, 8], [3, 4, 8, 10, 12], [6, 8, 10, 12],
        [0, 2, 4, 8],
    ]

    /// Draws a rhythm and steps.
    init(_ random: inout RandomStream) {
        onsets = Self.rhythms[Int(random.unit() * Double(Self.rhythms.count))]
        steps = onsets.indices.map { _ in
            ChordGrammar.draw([(-1, 4.0), (1, 4), (-2, 2), (2, 2), (0, 1), (-3, 0.7), (4, 0.5)], &random)
        }
    }

    /// Range of the melody, in MIDI keys.
    private static let range = 64...84
    private static let scale = Key(tonic: 0, mode: .major).scale

    /// The notes of one bar.
    /// - Parameters:
    ///   - bar: The bar, whose chords the figure follows.
    ///   - chords: The same chords with all their tones.
    ///   - start: MIDI key near which it starts; set to the last one on return.
    ///   - varies: Whether the second half of the figure is inverted.
    func notes(
        over bar: Sketch.Bar, chords: [ChordSymbol], from start: inout Int, varies: Bool
    ) -> [Sketch.Note] {
        let clashes = Set(chords.flatMap(\.clashes))
        let ladder = Self.range.filter { Self.scale.contains($0 % 12) && !clashes.contains($0 % 12) }
        guard !ladder.isEmpty else { return [] }
        let from = start
        var rung = ladder.indices.min { abs(ladder[$0] - from) < abs(ladder[$1] - from) } ?? 0
        var notes: [Sketch.Note] = []
        for (index, onset) in onsets.enumerated() {
            let turns = varies && index >= onsets.count / 2
            let step = turns ? -steps[index] : steps[index]
            rung = min(max(rung + (index == 0 ? 0 : step), 0), ladder.count - 1)
            var key = ladder[rung]
            // Notes on a beat and the last note are chord tones.
            if onset % 4 == 0 || index == onsets.count - 1 {
                let chord = bar.chords.lastIndex { $0.position <= onset } ?? 0
                let classes = Set(chords[chord].pitchClasses)
                let tones = Self.range.filter { classes.contains($0 % 12) }
                key = tones.min { abs($0 - key) < abs($1 - key) } ?? key
            }
            let end = index + 1 < onsets.count ? onsets[index + 1] : min(16, onset + 6)
            notes.append(
                Sketch.Note(
                    voice: .melody, position: onset, pitch: key, length: max(1, end - onset),
                    velocity: onset % 8 == 0 ? 5 : 4))
        }
        start = notes.last?.pitch ?? start
        // Keeps the melody from drifting up or down.
        if start > 79 { start -= 7 } else if start < 68 { start += 5 }
        return notes
    }
}
