import LofiPlugin
import LofiScore

/// Adds chords under an unaccompanied melody, from `MelodyHarmony`; leaves all other songs unchanged.
///
/// The chords are below the melody (`ChordVoicing`) with minimal voice movement; tones that would clash with the melody
/// are left out (`MelodyClash`).
package struct Accompany: ScoreTransform {
    package static let kind = "accompany"
    package static let summary = "chords under an unaccompanied melody"
    package static let parameters: [Parameter] = [
        .choice(
            "when", ["alone", "never"], default: "alone", "alone = when the song is a single melody and nothing else"),
        .choice(
            "pattern", ["held", "pulse", "broken"], default: "held",
            "held = one chord for its whole length, pulse = on every beat, broken = one note after the other"),
        .integer("velocity", 1...127, default: 64, "base velocity of the chords"),
    ]

    private let settings: Settings
    package init(settings: Settings) { self.settings = settings }

    package func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
        guard settings.text("when") == "alone", score.soloMelody != nil else { return score }
        var score = score
        score.dropSilentOpening()
        guard let melody = score.soloMelody else { return score }
        let harmony = Harmony(score)
        for index in score.parts.indices where !score.parts[index].isDrums && !score.parts[index].notes.isEmpty {
            score.parts[index].role = .melody
        }
        let clash = MelodyClash(score)
        var voicing = ChordVoicing(melody: melody)
        var notes: [Note] = []
        for span in harmony.spans {
            let pitches = voicing.next(span.chord, from: span.startTick, to: span.endTick)
            for bar in score.meterMap.bars(from: span.startTick, upTo: span.endTick) {
                let (start, end) = (max(bar.startTick, span.startTick), min(bar.endTick, span.endTick))
                let beat = bar.meter.beatTicks(ticksPerQuarter: score.ticksPerQuarter)
                notes += played(pitches, from: start, to: end, beatTicks: beat).filter { !clash.clashes($0) }
            }
        }
        guard !notes.isEmpty else { return score }
        score.remarks.append(
            "unaccompanied melody: added chords\(harmony.impliedKey.map { " in \($0)" } ?? "") "
                + "(turn off with --set accompany.when=never)")
        score.parts.append(
            Part(
                name: "Chords", role: .chords, program: InstrumentName.tinePiano.program, channel: score.freeChannel,
                notes: notes.inOrder))
        return score
    }

    /// Returns the notes of one chord within one bar, in the selected pattern.
    private func played(_ pitches: [Int], from start: Int, to end: Int, beatTicks: Int) -> [Note] {
        let velocity = settings.integer("velocity")
        func note(_ pitch: Int, _ from: Int, _ until: Int, _ accent: Int = 0) -> Note {
            Note(
                startTick: from, durationTicks: max(1, until - from), pitch: pitch,
                velocity: (velocity + accent).clamped(to: 1...127))
        }
        switch settings.text("pattern") {
        case "pulse":
            return stride(from: start, to: end, by: beatTicks).flatMap { onset in
                // Short enough to be heard as separate chords.
                let until = min(onset + beatTicks * 9 / 10, end)
                return pitches.map { note($0, onset, until, onset == start ? 0 : -8) }
            }
        case "broken":
            // Low, middle, high, middle in half beats; each note rings until its turn comes again.
            let order = pitches.indices + pitches.indices.dropFirst().dropLast().reversed()
            let step = max(1, beatTicks / 2)
            return stride(from: start, to: end, by: step).enumerated().map { number, onset in
                let index = order[number % order.count]
                let again = onset + step * order.count
                return note(pitches[index], onset, min(end, again), number == 0 ? 0 : -8)
            }
        default:
            return pitches.map { note($0, start, end) }
        }
    }
}
