import LofiScore
import Testing

@Suite("Harmony of one and two voices")
struct SparseHarmonyTests {
    private func score(_ parts: [(Role, [Note])], beats: Int = 4, unit: Int = 4) -> Score {
        Score(
            tempoMap: TempoMap(ticksPerQuarter: 480),
            meterMap: MeterMap(
                ticksPerQuarter: 480,
                changes: [MeterMap.Change(tick: 0, meter: MeterMap.Meter(beats: beats, unit: unit))]),
            parts: parts.enumerated().map { Part(name: "\($0)", role: $1.0, channel: $0, notes: $1.1) })
    }

    /// - Parameter pitches: 0 is a rest.
    private func run(_ pitches: [Int], from start: Int, ticks: Int) -> [Note] {
        pitches.indices.filter { pitches[$0] > 0 }.map {
            Note(startTick: start + $0 * ticks, durationTicks: ticks, pitch: pitches[$0], velocity: 80)
        }
    }

    @Test("An unaccompanied melody gets the harmoniser's chords and key")
    func solo() {
        let notes = MelodyHarmonyTests.notes(MelodyHarmonyTests.odeToJoy)
        let solo = score([(.melody, notes)])
        let wanted = MelodyHarmony(melody: notes, meterMap: solo.meterMap, ticksPerQuarter: 480)
        #expect(solo.soloMelody == notes)
        #expect(Harmony(solo).spans == wanted.spans && Harmony(solo).impliedKey == wanted.key)
        #expect(KeyEstimate(solo)?.key == Key(tonic: 0, mode: .major))
        let drums = Part(name: "Drums", role: .drums, notes: run([36, 38, 36, 38], from: 0, ticks: 480))
        var withDrums = solo
        withDrums.parts.append(drums)
        #expect(withDrums.soloMelody == notes, "drums accompany nothing")
    }

    @Test("Chords, bass lines and broken chords are not unaccompanied melodies")
    func notSolo() {
        let chords = (0..<8).flatMap { bar in
            [60, 64, 67].map { Note(startTick: bar * 1920, durationTicks: 1900, pitch: $0, velocity: 80) }
        }
        #expect(score([(.chords, chords)]).soloMelody == nil)
        #expect(score([(.bass, run([36, 38, 40, 41, 43, 41, 40, 38], from: 0, ticks: 480))]).soloMelody == nil)
        #expect(score([(.chords, run([60, 64, 67, 72, 67, 64, 60, 64], from: 0, ticks: 240))]).soloMelody == nil)
        #expect(score([]).soloMelody == nil)
    }

    @Test("A sixth in two voices is a chord of the key, not a triad on its lower note")
    func sixth() {
        // B flat major and F7 in alternation, with an independent lower voice.
        let upper = [70, 70, 74, 77, 72, 75, 72, 69], lower = [62, 65, 63, 60]
        let notes = (0..<4).map { bar in
            (run(upper, from: bar * 3840, ticks: 480), run(lower, from: bar * 3840, ticks: 960))
        }
        let duet = score([(.melody, notes.flatMap(\.0)), (.counter, notes.flatMap(\.1))])
        let harmony = Harmony(duet)
        for bar in [0, 2, 4] {
            #expect(harmony.chord(at: bar * 1920)?.root == 10, "bar \(bar)")
        }
    }

    @Test("The third bar of Für Elise is E major")
    func elise() {
        var notes: [Note] = []
        for period in 0..<3 {
            let start = period * 2880
            notes += run([76, 75, 76, 71, 74, 72], from: start, ticks: 120)
            notes += [Note(startTick: start + 720, durationTicks: 240, pitch: 69, velocity: 80)]
            notes += run([45, 52, 57, 60, 64, 69], from: start + 720, ticks: 120)
            notes += [Note(startTick: start + 1440, durationTicks: 240, pitch: 71, velocity: 80)]
            notes += run([40, 52, 56, 64, 68, 71], from: start + 1440, ticks: 120)
            notes += [Note(startTick: start + 2160, durationTicks: 240, pitch: 72, velocity: 80)]
            notes += run([45, 52, 57, 64, 76, 75], from: start + 2160, ticks: 120)
        }
        notes.sort { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) }
        let harmony = Harmony(score([(.melody, notes)], beats: 3, unit: 8))
        for period in 0..<3 {
            let dominant = harmony.chord(at: period * 2880 + 1680)
            #expect(dominant?.root == 4 && dominant?.quality.isMinor == false)
            #expect(harmony.chord(at: period * 2880 + 960) == Chord(root: 9, quality: .minor))
        }
    }

    @Test("A whole-tone run has no certain key")
    func wholeTone() {
        let run = run((0..<8).flatMap { _ in [60, 62, 64, 66, 68, 70, 72, 70, 68, 66, 64, 62] }, from: 0, ticks: 240)
        #expect((KeyEstimate(score([(.melody, run)]))?.confidence ?? 0) < 0.3)
    }
}
