import LofiPlugin
import LofiScore
import Testing
@testable import LofiGenerate

@Suite struct RuleGeneratorTests {
    static func song(_ seed: UInt64, _ given: [String: ParameterValue] = [:], bars: Int = 16) throws -> Score {
        let generator = try RuleGenerator(settings: Settings(given, for: RuleGenerator.parameters))
        var random = RandomStream(seed: seed, place: "rules")
        return try generator.generate(GenerationRequest(bars: bars, seed: seed), random: &random)
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func songsKeepTheirKeyAndAllVoicesPlay(_ seed: UInt64) throws {
        let song = try Self.song(seed)
        let key = try #require(song.keySignatures.first?.key)
        let pitches = song.pitchedNotes.map { $0.pitch % 12 }
        let scale = Set(key.scale)
        // Except for the leading tone of minor and a borrowed chord.
        #expect(Double(pitches.count { scale.contains($0) }) > 0.85 * Double(pitches.count))
        #expect(Set(song.parts.map(\.role)) == [.melody, .chords, .bass])
        #expect(song.parts.allSatisfy { $0.notes.count > 8 })
        #expect(song.lastNoteEndTick <= 16 * 1920)
    }

    @Test func aTuneReturnsAndThePlanIsKept() throws {
        let song = try Self.song(5, ["form": .text("AB"), "chords": .text("Fmaj7 Em7 Dm9 Cmaj9")])
        #expect(song.sections.map(\.label) == ["A", "B"])
        #expect(song.keySignatures.first?.key == Key(tonic: 0, mode: .major))
        let bass = song.parts.first { $0.role == .bass }?.notes.filter { $0.startTick % 1920 == 0 }.map {
            $0.pitch % 12
        }
        #expect(bass?.prefix(4) == [5, 4, 2, 0])
    }

    @Test func everyChordOfABarIsPlayed() throws {
        let song = try Self.song(3, ["chords": .text("Dm9 G13 | Cmaj9")], bars: 4)
        let bass = song.parts.first { $0.role == .bass }?.notes ?? []
        #expect(bass.filter { $0.startTick % 3840 < 1920 }.map { $0.pitch % 12 } == [2, 7, 2, 7])
        #expect(bass.filter { $0.startTick % 3840 == 960 }.count == 2)
        let chords = song.parts.first { $0.role == .chords }?.notes.filter { $0.startTick == 960 } ?? []
        // Third, seventh, ninth and thirteenth; the fifth is omitted.
        #expect(Set(chords.map { $0.pitch % 12 }) == [11, 5, 9, 4])
    }

    @Test func theSameSeedGivesTheSameSong() throws {
        #expect(try Self.song(9) == Self.song(9))
        #expect(try Self.song(9) != Self.song(10))
    }

    @Test(arguments: ["", "H7", "Dm9 | X", "C D E F G | A"])
    func whatIsNoChordIsNamed(_ text: String) {
        #expect(throws: GenerationError.self) { try ChordRow(text) }
    }
}
