import LofiScore
import Testing

@Suite("Melody harmony")
struct MelodyHarmonyTests {
    /// Semitones above the tonic, a quarter each; -1 holds the previous note.
    static let odeToJoy = [
        4, 4, 5, 7, 7, 5, 4, 2, 0, 0, 2, 4, 4, 2, 2, -1, 4, 4, 5, 7, 7, 5, 4, 2, 0, 0, 2, 4, 2, 0, 0, -1,
    ]

    static func notes(_ steps: [Int], tonic: Int = 60, stepTicks: Int = 480) -> [Note] {
        steps.indices.filter { steps[$0] >= 0 }.map { index in
            let held = steps[(index + 1)...].prefix { $0 < 0 }.count + 1
            return Note(
                startTick: index * stepTicks, durationTicks: held * stepTicks, pitch: tonic + steps[index], velocity: 80
            )
        }
    }

    private func harmony(_ notes: [Note], beats: Int = 4, unit: Int = 4, key: Key? = nil) -> MelodyHarmony {
        let meter = MeterMap.Change(tick: 0, meter: MeterMap.Meter(beats: beats, unit: unit))
        return MelodyHarmony(
            melody: notes, meterMap: MeterMap(ticksPerQuarter: 480, changes: [meter]), ticksPerQuarter: 480, key: key)
    }

    @Test("Ode to Joy gets diatonic chords in any key and ends on the tonic", arguments: [60, 65, 71])
    func odeToJoy(tonic: Int) {
        let harmony = harmony(Self.notes(Self.odeToJoy, tonic: tonic))
        #expect(harmony.key == Key(tonic: tonic, mode: .major))
        let scale = Set(harmony.key.scale)
        #expect(harmony.spans.allSatisfy { Set($0.chord.pitchClasses).isSubset(of: scale) })
        #expect(harmony.spans.last?.chord == Chord(root: tonic % 12, quality: .major))
        #expect(harmony.spans.contains { $0.chord.root == (tonic + 7) % 12 }, "no dominant in \(harmony.spans)")
    }

    @Test("A minor melody is harmonised in minor and ends on its tonic chord")
    func minor() {
        let tune = [0, 2, 3, 5, 7, 8, 7, -1, 5, 3, 2, 3, 0, -1, -1, -1]
        let harmony = harmony(Self.notes(tune + tune, tonic: 69))
        #expect(harmony.key == Key(tonic: 9, mode: .minor))
        #expect(harmony.spans.last?.chord == Chord(root: 9, quality: .minor))
    }

    @Test("Transposing the melody transposes the chords")
    func transposed() {
        let low = harmony(Self.notes(Self.odeToJoy)).spans
        let high = harmony(Self.notes(Self.odeToJoy, tonic: 65)).spans
        #expect(low.map { ($0.chord.root + 5) % 12 } == high.map(\.chord.root))
    }

    @Test(
        "Chords change on bar lines and half bars, without gaps",
        arguments: [(4, 4, 960), (3, 4, 1440), (6, 8, 720)])
    func rhythm(beats: Int, unit: Int, segmentTicks: Int) {
        let spans = harmony(Self.notes(Self.odeToJoy), beats: beats, unit: unit).spans
        #expect(spans.first?.startTick == 0)
        #expect((spans.last?.endTick ?? 0) >= 32 * 480)
        #expect(spans.allSatisfy { $0.startTick % segmentTicks == 0 })
        #expect(zip(spans, spans.dropFirst()).allSatisfy { $0.endTick == $1.startTick })
    }

    @Test("A given key is kept")
    func givenKey() {
        let key = Key(tonic: 9, mode: .minor)
        let harmony = harmony(Self.notes(Self.odeToJoy), key: key)
        #expect(harmony.key == key)
        #expect(harmony.spans.allSatisfy { Set(key.scale).contains($0.chord.root) })
    }

    @Test("Without notes there are no chords")
    func empty() {
        #expect(harmony([]).spans.isEmpty)
    }
}
