import LofiPlugin
import LofiScore

/// Adds colour to plain chords as lo-fi keyboard players do: sevenths and ninths from the key, open voicings, a slow
/// upward strum.
///
/// Figures from 603 chords of the lo-fi loops that started this project: most have six notes between C3 and D#5, the
/// lowest ten semitones below the next (10th to 90th percentile 4 to 16), the others two to seven apart; one in five is
/// strummed upwards over 129 ms.
///
/// No note is added a semitone from a chord's own notes or from the melody (`MelodyClash`).
package struct Colour: ScoreTransform {
    package static let kind = "colour"
    package static let summary = "sevenths, ninths, open voicings and strums for plain chords"
    package static let parameters: [Parameter] = [
        .number("sevenths", 0...1, default: 0.7, "share of the triads that become seventh chords"),
        .number("ninths", 0...1, default: 0.3, "share of the chords that get a ninth"),
        .number("open", 0...1, default: 0.3, "share of close chords whose lowest note drops an octave"),
        .number("strummed", 0...1, default: 0.19, "share of the chords that are strummed"),
        .number("strum", 0...400, default: 129, unit: "ms", "time from the first to the last note of a strummed chord"),
    ]

    private let settings: Settings
    package init(settings: Settings) { self.settings = settings }

    package func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        guard let key = KeyEstimate(score)?.key else { return score }
        var score = score.refined(toAtLeast: FineGrid.ticksPerQuarter)
        let harmony = Harmony(score)
        let clash = MelodyClash(score)
        for part in score.parts.indices where score.parts[part].role == .chords {
            var notes: [Note] = []
            for var chordNotes in ChordGroups(score.parts[part].notes, ticksPerQuarter: score.ticksPerQuarter).groups {
                // Drawn for every chord, so that one that stays plain does not change the randomness of the rest.
                let draws = (0..<4).map { _ in random.unit() }
                guard chordNotes.count > 2, let first = chordNotes.first, let chord = harmony.chord(at: first.startTick)
                else {
                    notes += chordNotes
                    continue
                }
                let scale = Set(key.scale)
                if draws[0] < settings.number("sevenths"), chord.pitchClasses.count == 3 {
                    let seventh = [10, 11].map { (chord.root + $0) % 12 }.first(where: scale.contains)
                    add(seventh, to: &chordNotes, clash)
                }
                if draws[1] < settings.number("ninths") {
                    let ninth = (chord.root + 2) % 12
                    add(scale.contains(ninth) ? ninth : nil, to: &chordNotes, clash)
                }
                if draws[2] < settings.number("open") { open(&chordNotes, clash) }
                if draws[3] < settings.number("strummed") { strum(&chordNotes, score.tempoMap) }
                notes += chordNotes
            }
            score.parts[part].notes = notes.inOrder
        }
        return score
    }

    /// Adds a tone to the chord where there is room: near the middle of the keyboard, at most a fifth above its top.
    private func add(_ pitchClass: Int?, to chordNotes: inout [Note], _ clash: MelodyClash) {
        guard let pitchClass, !chordNotes.contains(where: { $0.pitch % 12 == pitchClass }) else { return }
        let pitches = chordNotes.map(\.pitch)
        guard let lowest = pitches.min(), let highest = pitches.max(), let model = chordNotes.first else { return }
        // Extensions are heard as colour in the upper half of the chord; low down they sound muddy.
        let (from, to) = (max(lowest + 2, 52), max(min(highest + 7, 79), 60))
        guard from <= to else { return }
        let candidates = (from...to).filter { pitch in
            pitch % 12 == pitchClass && pitches.allSatisfy { abs($0 - pitch) > 1 && abs($0 - pitch) != 13 }
        }
        let strength = chordNotes.reduce(0) { $0 + $1.velocity } / chordNotes.count
        for pitch in candidates.sorted(by: { abs($0 - 64) < abs($1 - 64) }) {
            let note = Note(
                startTick: model.startTick, durationTicks: model.durationTicks, pitch: pitch,
                velocity: max(1, strength * 9 / 10))
            if !clash.clashes(note) { return chordNotes.append(note) }
        }
    }

    private func open(_ chordNotes: inout [Note], _ clash: MelodyClash) {
        let rising = chordNotes.indices.sorted { chordNotes[$0].pitch < chordNotes[$1].pitch }
        let gap = chordNotes[rising[1]].pitch - chordNotes[rising[0]].pitch
        var lowered = chordNotes[rising[0]]
        lowered.pitch -= 12
        guard gap < 7, lowered.pitch >= 41, !clash.clashes(lowered) else { return }
        chordNotes[rising[0]] = lowered
    }

    private func strum(_ chordNotes: inout [Note], _ tempo: TempoMap) {
        guard let start = chordNotes.first?.startTick, chordNotes.count > 2 else { return }
        let whole = tempo.ticks(milliseconds: settings.number("strum"), at: start)
        let rising = chordNotes.indices.sorted { chordNotes[$0].pitch < chordNotes[$1].pitch }
        for (position, index) in rising.enumerated() {
            let late = Int(whole * Double(position) / Double(chordNotes.count - 1))
            // A note too short for the strum is left alone.
            guard late * 2 < chordNotes[index].durationTicks else { continue }
            chordNotes[index].startTick += late
            chordNotes[index].durationTicks -= late
        }
    }
}
