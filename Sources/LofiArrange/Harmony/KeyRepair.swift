import LofiCore
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
        let wanted = name.isEmpty ? KeyEstimate(score)?.key : Key(name)
        if wanted == nil, !name.isEmpty {
            throw .setting(key: "key", reason: "'\(name)' is no key; write it as Eb, F# minor or Am")
        }
        guard strength > 0, let key = wanted else { return score }
        let harmony = Harmony(score)
        var score = score
        for index in score.parts.indices where !score.parts[index].isDrums {
            score.parts[index].notes = repaired(
                score.parts[index].notes, key: key, harmony: harmony, strength: strength, score: score)
        }
        return score
    }

    private struct Place: Hashable {
        let bar: Int
        let pitch: Int
    }

    private func repaired(
        _ notes: [Note], key: Key, harmony: Harmony, strength: Double, score: Score
    ) -> [Note] {
        let scale = Set(key.scale)
        var result = notes
        var moves: [Place: Int] = [:]
        for index in notes.indices where !scale.contains(notes[index].pitch % 12) {
            let note = notes[index]
            let (before, after) = neighbours(of: index, in: notes)
            let chord = harmony.chord(at: note.startTick)
            let reason = Self.justification(
                note, before: before, after: after, chord: chord, scale: scale, ticksPerQuarter: score.ticksPerQuarter)
            guard reason < strength else { continue }
            let bar = note.startTick / score.meterMap.barLengthTicks(of: score.meterMap.meter(at: note.startTick))
            let place = Place(bar: bar, pitch: note.pitch)
            let move = moves[place] ?? Self.move(note, before: before, after: after, chord: chord, scale: scale)
            moves[place] = move
            result[index].pitch = Transpose.folded(note.pitch + move)
        }
        return result.inOrder
    }

    /// The nearest notes in time that do not sound together with this one's beginning, by register: its own voice.
    private func neighbours(of index: Int, in notes: [Note]) -> (before: Note?, after: Note?) {
        let note = notes[index]
        func nearest(_ candidates: ArraySlice<Note>) -> Note? {
            candidates.filter { $0.startTick != note.startTick }.min {
                abs($0.pitch - note.pitch) < abs($1.pitch - note.pitch)
            }
        }
        return (nearest(notes[max(0, index - 6)..<index]), nearest(notes[(index + 1)...].prefix(6)))
    }

    /// 0 (a mistake) … 1 (at home).
    static func justification(
        _ note: Note, before: Note?, after: Note?, chord: Chord?, scale: Set<Int>, ticksPerQuarter: Int
    ) -> Double {
        var reason = 0.0
        let comes = before.map { abs($0.pitch - note.pitch) } ?? 12
        let goes = after.map { abs($0.pitch - note.pitch) } ?? 12
        // A passing or neighbour note is left by step; a leading tone goes up a semitone into the scale.
        if goes == 1, let after, scale.contains(after.pitch % 12) { reason += 0.45 } else if goes == 2 { reason += 0.2 }
        if comes <= 2 { reason += 0.2 }
        if note.durationTicks <= ticksPerQuarter / 2 { reason += 0.15 }
        if note.startTick % ticksPerQuarter > ticksPerQuarter / 8 { reason += 0.1 }
        // A chord that lies in the scale but for this note is borrowed or a secondary dominant.
        if let chord, chord.pitchClasses.contains(note.pitch % 12),
            chord.pitchClasses.count(where: { !scale.contains($0) }) == 1
        {
            reason += 0.35
        }
        return min(0.99, reason)
    }

    /// Semitones to the tone that suits best.
    private static func move(_ note: Note, before: Note?, after: Note?, chord: Chord?, scale: Set<Int>) -> Int {
        let candidates = [-1, 1, -2, 2].filter { scale.contains((note.pitch + $0 + 12) % 12) }
        func cost(_ move: Int) -> Double {
            let pitch = note.pitch + move
            var cost = Double(abs(move))
            if let chord, chord.pitchClasses.contains((pitch + 12) % 12) { cost -= 0.8 }
            // A line that moves stays a line: no note twice, no wider leap.
            for other in [before, after].compactMap({ $0 }) {
                cost += other.pitch == pitch ? 0.3 : Double(max(0, abs(other.pitch - pitch) - 2)) * 0.05
            }
            return cost
        }
        return candidates.min { cost($0) < cost($1) } ?? 0
    }
}
