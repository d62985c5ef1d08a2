import LofiPlatform
import LofiPlugin
import LofiScore

/// Replaces some chords by others of the key a third away, which share two of their three tones (I and vi, IV and ii).
///
/// The first and last chord stay, as do chords that would clash with the melody, and songs with a bass of their own.
package struct Reharmonise: ScoreTransform {
    package static let kind = "reharmonise"
    package static let summary = "replaces some chords by related ones"
    package static let parameters: [Parameter] = [
        .number("amount", 0...1, default: 0.25, "share of the chords that are replaced")
    ]

    private let settings: Settings
    package init(settings: Settings) { self.settings = settings }

    package func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        guard let key = KeyEstimate(score)?.key, !score.parts.contains(where: { $0.role == .bass }) else {
            return score
        }
        let spans = Harmony(score).spans
        let clash = MelodyClash(score)
        var score = score
        for (index, span) in spans.enumerated() {
            // Drawn for every chord, so that one that stays does not change the randomness of the rest.
            let (replaces, goesDown) = (random.chance(settings.number("amount")), random.chance(0.7))
            guard replaces, index > 0, index < spans.count - 1,
                let degree = key.scale.firstIndex(of: span.chord.root)
            else { continue }
            let tones = [0, 2, 4].map { key.scale[(degree + (goesDown ? 5 : 2) + $0) % 7] }
            replace(in: &score, from: span.startTick, to: span.endTick, with: tones, clash)
        }
        return score
    }

    /// Moves the chord notes that start in the span to the nearest tones; all of them or, if one would clash, none.
    private func replace(
        in score: inout Score, from start: Int, to end: Int, with tones: [Int], _ clash: MelodyClash
    ) {
        var changed: [(part: Int, noteIndex: Int, note: Note)] = []
        for part in score.parts.indices where [.chords, .pad].contains(score.parts[part].role) {
            let notes = score.parts[part].notes
            let (first, end) = (
                notes.partitioningIndex { $0.startTick >= start }, notes.partitioningIndex { $0.startTick >= end }
            )
            for noteIndex in first..<end {
                var note = notes[noteIndex]
                let distances = tones.map { tone -> Int in
                    let up = ((tone - note.pitch) % 12 + 12) % 12
                    return up > 6 ? up - 12 : up
                }
                note.pitch += distances.min { abs($0) < abs($1) } ?? 0
                if clash.clashes(note) { return }
                changed.append((part, noteIndex, note))
            }
        }
        for change in changed { score.parts[change.part].notes[change.noteIndex] = change.note }
    }
}
