import LofiPlugin
import LofiScore

/// Transposes the song to another pitch or key; drums are unchanged.
package struct Transpose: ScoreTransform {
    package static let kind = "transpose"
    package static let summary = "transposition by semitones or to a key"
    package static let parameters: [Parameter] = [
        .integer("semitones", -24...24, default: 0, unit: "semitones", "transposition in semitones"),
        .text("key", default: "", "target key, such as Eb or A minor, reached by the shortest way"),
    ]

    private let settings: Settings
    package init(settings: Settings) { self.settings = settings }

    package func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        var steps = settings.integer("semitones")
        let name = settings.text("key")
        if !name.isEmpty {
            guard let target = Key(name) else {
                throw .setting(key: "key", reason: "'\(name)' is not a key; write it like Eb, F# minor or Am")
            }
            if let own = KeyEstimate(score)?.key { steps += Self.shortestWay(from: own, to: target) }
        }
        guard steps != 0 else { return score }
        var score = score
        for index in score.parts.indices where !score.parts[index].isDrums {
            score.parts[index].notes = score.parts[index].notes.map { note in
                var moved = note
                moved.pitch = Self.folded(note.pitch + steps)
                return moved
            }
        }
        score.settledKey = score.settledKey.map { Key(tonic: $0.tonic + steps, mode: $0.mode) }
        score.keySignatures = score.keySignatures.map {
            KeySignature(tick: $0.tick, key: Key(tonic: $0.key.tonic + steps, mode: $0.key.mode))
        }
        return score
    }

    /// Returns the semitones to the target key. The mode is kept: a song in A minor transposed to C goes to its
    /// relative minor, and so stays.
    static func shortestWay(from own: Key, to target: Key) -> Int {
        let tonic = own.mode == target.mode ? target.tonic : target.tonic + (target.mode == .major ? -3 : 3)
        let up = ((tonic - own.tonic) % 12 + 12) % 12
        return up > 6 ? up - 12 : up
    }

    /// Returns the pitch folded by octaves into the MIDI range.
    static func folded(_ pitch: Int) -> Int {
        var pitch = pitch
        while pitch < 0 { pitch += 12 }
        while pitch > 127 { pitch -= 12 }
        return pitch
    }
}
