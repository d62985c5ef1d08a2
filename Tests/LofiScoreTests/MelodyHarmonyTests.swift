import LofiScore
import Testing

@Suite struct MelodyHarmonyTests {
    /// Ode to Joy, first eight bars, in quarters.
    static let ode = [4, 4, 5, 7, 7, 5, 4, 2, 0, 0, 2, 4, 4, 2, 2, -1, 4, 4, 5, 7, 7, 5, 4, 2, 0, 0, 2, 4, 2, 0, 0, -1]

    static func notes(_ steps: [Int], tonic: Int = 60) -> [Note] {
        steps.indices.filter { steps[$0] >= 0 }.map { index in
            let length = index + 1 < steps.count && steps[index + 1] < 0 ? 960 : 480
            return Note(startTick: index * 480, durationTicks: length, pitch: tonic + steps[index], velocity: 80)
        }
    }

    @Test func odeToJoyGetsChordsOfItsKeyAndEndsOnTheTonic() throws {
        for tonic in [60, 65, 71] {
            let harmony = MelodyHarmony(
                melody: Self.notes(Self.ode, tonic: tonic), meterMap: MeterMap(ticksPerQuarter: 480),
                ticksPerQuarter: 480)
            #expect(harmony.key == Key(tonic: tonic % 12, mode: .major))
            let scale = Set(harmony.key.scale)
            #expect(harmony.spans.allSatisfy { Set($0.chord.pitchClasses).isSubset(of: scale) })
            #expect(harmony.spans.last?.chord.root == tonic % 12)
            #expect(Set(harmony.spans.map(\.chord.root)).count >= 2)
        }
    }

    @Test func spansLieWithoutGapsOnHalvesOfBars() throws {
        let harmony = MelodyHarmony(
            melody: Self.notes(Self.ode), meterMap: MeterMap(ticksPerQuarter: 480), ticksPerQuarter: 480)
        #expect(harmony.spans.first?.startTick == 0)
        #expect(harmony.spans.last?.endTick == 8 * 1920)
        #expect(harmony.spans.allSatisfy { $0.startTick % 960 == 0 })
        #expect(zip(harmony.spans, harmony.spans.dropFirst()).allSatisfy { $0.endTick == $1.startTick })
    }

    @Test func emptyMelodyHasNoChords() {
        let harmony = MelodyHarmony(melody: [], meterMap: MeterMap(ticksPerQuarter: 480), ticksPerQuarter: 480)
        #expect(harmony.spans.isEmpty)
    }
}
