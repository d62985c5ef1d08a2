import LofiPlugin
import Testing
@testable import LofiScore

@Suite("Bare notes")
struct BareNotesTests {
    /// A scale walk in eighths, some of it off key.
    static func walk(_ count: Int, offKey: Double, bpm: Double = 120, seed: UInt64 = 1) -> Score {
        var random = RandomStream(seed: seed, place: "walk")
        let ladder = [60, 62, 64, 65, 67, 69, 71, 72, 74, 76]
        var rung = 4
        let notes = (0..<count).map { index in
            rung = min(max(rung + Int(random.unit() * 5) - 2, 0), ladder.count - 1)
            let pitch = ladder[rung] + (random.chance(offKey) ? 1 : 0)
            return Note(startTick: index * 240, durationTicks: 240, pitch: pitch, velocity: 90)
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: bpm),
            parts: [Part(name: "", role: .chords, notes: notes)])
    }

    @Test("An even stream on program 0 with one velocity is bare at any tempo", arguments: [120.0, 240, 97])
    func even(bpm: Double) {
        let bare = BareNotes(Self.walk(64, offKey: 0, bpm: bpm))
        #expect(bare.isBare && bare.isEven && !bare.isOffKey)
        #expect(bare.signs.contains(.defaultTempo) == (bpm == 120))
        #expect(bare.scale.key == Key(tonic: 0, mode: .major) && bare.scale.consistency == 1)
    }

    @Test("One wrong note in seven is off key, a melody in its key is not", arguments: 1...8)
    func offKey(seed: UInt64) {
        #expect(BareNotes(Self.walk(128, offKey: 0.15, seed: seed)).isOffKey)
        #expect(!BareNotes(Self.walk(128, offKey: 0, seed: seed)).isOffKey)
    }

    @Test("Velocities, a pedal, drums, a third part or an instrument indicate a human arrangement")
    func notBare() {
        let bare = Self.walk(64, offKey: 0.1)
        var (played, pedalled, drummed, chosen) = (bare, bare, bare, bare)
        for index in played.parts[0].notes.indices { played.parts[0].notes[index].velocity = 60 + index % 7 * 6 }
        pedalled.parts[0].controllers = [ControlEvent(tick: 480, change: .controller(64, value: 127))]
        drummed.parts.append(Part(name: "", role: .drums, channel: 9, notes: bare.parts[0].notes))
        chosen.parts[0].program = 42
        for score in [played, pedalled, drummed, chosen] { #expect(!BareNotes(score).isBare) }
    }

    @Test("A chromatic passing note, a raised leading tone and a modulation are not mistakes")
    func accidentals() {
        // Eight bars in A minor with G# to A, a chromatic run, and four bars in which F is F# throughout.
        let bars: [[Int]] = [
            [69, 71, 72, 74, 76, 74, 72, 71], [68, 69, 71, 68, 69, 76, 72, 69], [60, 61, 62, 63, 64, 65, 66, 67],
            [72, 71, 69, 67, 65, 64, 62, 60], [62, 66, 69, 74, 73, 74, 69, 66], [67, 66, 67, 69, 66, 64, 66, 62],
            [67, 71, 74, 71, 67, 66, 64, 66], [67, 69, 71, 72, 71, 68, 69, 69],
        ]
        let notes = bars.flatMap { $0 }.enumerated().map {
            Note(startTick: $0.offset * 240, durationTicks: 240, pitch: $0.element, velocity: 90)
        }
        let bare = BareNotes(
            Score(tempoMap: TempoMap(ticksPerQuarter: 480), parts: [Part(name: "", role: .melody, notes: notes)]))
        #expect(bare.isEven && !bare.isOffKey && bare.scale.consistency < 0.95)
    }
}
