import LofiPlatform
import LofiPlugin
import LofiScore

/// Plays now and then another chord of the key in place of the one that is written: the one a third away, which shares two
/// of its three tones (I and vi, IV and ii).
///
/// The first and the last chord stay, so do chords that the melody would rub against, and songs with a bass of their own.
public struct Reharmonise: ScoreTransform {
    public static let kind = "reharmonise"
    public static let summary = "now and then a related chord in place of the written one"
    public static let parameters: [Parameter] = [
        .number("amount", 0...1, default: 0.25, "share of the chords that are replaced")
    ]

    private let settings: Settings
    public init(settings: Settings) { self.settings = settings }

    public func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        guard let key = KeyEstimate(score)?.key, !score.parts.contains(where: { $0.role == .bass }) else {
            return score
        }
        let spans = Harmony(score).spans
        let clash = MelodyClash(score)
        var score = score
        for (index, span) in spans.enumerated() {
            // Drawn for every chord, so that one that stays does not shift the chance of the rest.
            let (replaces, goesDown) = (random.chance(settings.number("amount")), random.chance(0.7))
            guard replaces, index > 0, index < spans.count - 1,
                let degree = key.scale.firstIndex(of: span.chord.root)
            else { continue }
            let tones = [0, 2, 4].map { key.scale[(degree + (goesDown ? 5 : 2) + $0) % 7] }
            replace(in: &score, from: span.startTick, to: span.endTick, with: tones, clash)
        }
        return score
    }

    /// Moves the chord notes that begin in the span to the nearest tones; all of them or, where one would clash, none.
    private func replace(
        in score: inout Score, from start: Int, to end: Int, with tones: [Int], _ clash: MelodyClash
    ) {
        var changed: [(part: Int, place: Int, note: Note)] = []
        for part in score.parts.indices where [.chords, .pad].contains(score.parts[part].role) {
            let notes = score.parts[part].notes
            let (first, end) = (
                notes.partitioningIndex { $0.startTick >= start }, notes.partitioningIndex { $0.startTick >= end }
            )
            for place in first..<end {
                var note = notes[place]
                let distances = tones.map { tone -> Int in
                    let up = ((tone - note.pitch) % 12 + 12) % 12
                    return up > 6 ? up - 12 : up
                }
                note.pitch += distances.min { abs($0) < abs($1) } ?? 0
                if clash.clashes(note) { return }
                changed.append((part, place, note))
            }
        }
        for change in changed { score.parts[change.part].notes[change.place] = change.note }
    }
}
