import LofiPlugin
import LofiScore

/// Writes chords under a melody that has no accompaniment, from `MelodyHarmony`; leaves every other song as it is.
///
/// The chords lie below the melody (`ChordVoicing`) and move as little as they can; tones that would rub against the melody
/// are left out (`MelodyClash`).
public struct Accompany: ScoreTransform {
    public static let kind = "accompany"
    public static let summary = "chords under a melody that has no accompaniment"
    public static let parameters: [Parameter] = [
        .choice("when", ["alone", "never"], default: "alone", "alone: where the song is one melody and nothing else"),
        .choice(
            "pattern", ["held", "pulse", "broken"], default: "held",
            "held: one chord for its whole length; pulse: on every beat; broken: one note after the other"),
        .integer("velocity", 1...127, default: 64, "how hard"),
    ]

    private let settings: Settings
    public init(settings: Settings) { self.settings = settings }

    public func apply(to score: Score, random: inout RandomStream) throws(ArrangementError) -> Score {
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
            "a melody alone: chords\(harmony.impliedKey.map { " of \($0)" } ?? "") written under it "
                + "(--set accompany.when=never leaves it alone)")
        score.parts.append(
            Part(
                name: "Chords", role: .chords, program: InstrumentName.tinePiano.program, channel: score.freeChannel,
                notes: notes.inOrder))
        return score
    }

    /// One chord, within one bar, in the pattern.
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
            // Low, middle, high, middle in half beats; each note rings until the chord ends.
            let order = pitches.indices + pitches.indices.dropFirst().dropLast().reversed()
            let step = max(1, beatTicks / 2)
            return stride(from: start, to: end, by: step).enumerated().map { place, onset in
                let index = order[place % order.count]
                let again = onset + step * order.count
                return note(pitches[index], onset, min(end, again), place == 0 ? 0 : -8)
            }
        default:
            return pitches.map { note($0, start, end) }
        }
    }
}
