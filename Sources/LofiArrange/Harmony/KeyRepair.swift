import LofiPlugin
import LofiScore

/// Brings notes that no key explains into the key: what generators without a sense of key leave behind.
///
/// The less a note is justified the earlier it moves: passing and neighbour notes, leading tones that resolve, notes of the
/// chord around and short weak ones are chromaticism; long, strong ones that come by a leap and go nowhere are mistakes. At
/// low strength only those move, at full strength all. A note goes to the nearer chord or scale tone, on the way from the
/// note before to the note after, and equal notes of a bar go the same way.
public struct KeyRepair: ScoreTransform {
    public static let kind = "key-repair"
    public static let summary = "moves notes that fit no key to the scale"
    public static let parameters: [Parameter] = [
        .number("strength", 0...1, default: 0.5, "0 leaves all, 1 leaves nothing outside the scale"),
        .text("key", default: "", "the key to repair to, such as Eb or A minor; else the song's own"),
    ]

    private let settings: Settings
    public init(settings: Settings) { self.settings = settings }

    public func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        let strength = settings.number("strength")
        let name = settings.text("key")
        let wanted = name.isEmpty ? nil : Key(name)
        if wanted == nil, !name.isEmpty {
            throw .setting(key: "key", reason: "'\(name)' is no key; write it as Eb, F# minor or Am")
        }
        guard strength > 0, score.parts.contains(where: { !$0.isDrums && !$0.notes.isEmpty }) else { return score }
        let key: Key
        if let found = wanted ?? KeyEstimate(score)?.key {
            key = found
        } else {
            // No key is clear: the scale that explains most of the notes, said so.
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
            score.remarks.append("\(moved) notes drawn into \(key) (key-repair.key names another key)")
        }
        return score
    }
}
