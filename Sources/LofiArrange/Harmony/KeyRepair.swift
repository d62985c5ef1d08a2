import LofiPlugin
import LofiScore

/// Moves notes that do not fit the key into it, as left by generators without a sense of key.
///
/// The less justified a note is, the lower the strength at which it moves: passing and neighbour notes, leading tones
/// that resolve, chord tones and short weak notes are chromaticism; long, strong notes approached by leap and not
/// resolved are mistakes. At low strength only those move, at full strength all. A note moves to the nearer chord or
/// scale tone, in the direction from the previous note to the next, and equal notes of a bar move the same way.
package struct KeyRepair: ScoreTransform {
    package static let kind = "key-repair"
    package static let summary = "moves notes that do not fit the key into its scale"
    package static let parameters: [Parameter] = [
        .number("strength", 0...1, default: 0.5, "0 = unchanged, 1 = nothing outside the scale"),
        .text("key", default: "", "key to repair to, such as Eb or A minor; empty = the song's own"),
    ]

    private let settings: Settings
    package init(settings: Settings) { self.settings = settings }

    package func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        let strength = settings.number("strength")
        let name = settings.text("key")
        let wanted = name.isEmpty ? nil : Key(name)
        if wanted == nil, !name.isEmpty {
            throw .setting(key: "key", reason: "'\(name)' is not a key; write it like Eb, F# minor or Am")
        }
        guard strength > 0, score.parts.contains(where: { !$0.isDrums && !$0.notes.isEmpty }) else { return score }
        let key: Key
        if let found = wanted ?? KeyEstimate(score)?.key {
            key = found
        } else {
            // If no key is clear, use the scale that explains most of the notes, and report it.
            key = ScaleFit(score).key
        }
        let repair = ScaleRepair(score, key: key, strength: strength)
        var score = score
        var moved = 0
        for index in score.parts.indices where !score.parts[index].isDrums {
            let notes = repair.repaired(score.parts[index].notes)
            moved += repair.outside(score.parts[index].notes) - repair.outside(notes)
            score.parts[index].notes = notes
        }
        if moved > 0 {
            score.remarks.append("\(moved) notes drawn into \(key) (set another key with key-repair.key)")
        }
        return score
    }
}
