import Testing
@testable import LofiScore

@Suite("Theory")
struct TheoryTests {
    static func song(chords: [[Int]], shift: Int = 0) -> Score {
        let notes = chords.enumerated().flatMap { bar, pitches in
            (0..<4).flatMap { beat in
                pitches.map {
                    Note(startTick: bar * 1920 + beat * 480 + shift, durationTicks: 400, pitch: $0, velocity: 80)
                }
            }
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 80),
            parts: [Part(name: "Keys", role: .chords, notes: notes)])
    }

    /// Dm7 G7 Cmaj7 Am7.
    static let turnaround = [[50, 53, 57, 60], [43, 53, 59, 62], [48, 52, 55, 59], [45, 52, 55, 60]]

    @Test("The key of a cadence is found in every transposition", arguments: 0..<12)
    func key(shift: Int) throws {
        let estimate = try #require(KeyEstimate(Self.song(chords: Self.turnaround.map { $0.map { $0 + shift } })))
        #expect(estimate.key == Key(tonic: shift, mode: .major))
        #expect((0...1).contains(estimate.confidence))
    }

    @Test("Chords are recognised by root and quality")
    func harmony() {
        let spans = Harmony(Self.song(chords: Self.turnaround)).spans
        #expect(spans.map(\.chord.description) == ["Dm7", "G7", "Cmaj7", "Am7"])
        #expect(spans.map(\.startTick) == [0, 1920, 3840, 5760])
    }

    @Test("Keys are parsed in their common spellings")
    func names() {
        #expect(Key("Am") == Key(tonic: 9, mode: .minor) && Key("F# minor") == Key(tonic: 6, mode: .minor))
        #expect(Key("Eb")?.description == "Eb major" && Key("H") == nil && Key("") == nil)
    }
}
