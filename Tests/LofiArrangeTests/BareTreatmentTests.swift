import LofiCore
import LofiScore
import Testing

@testable import LofiArrange

@Suite("Treatment of bare notes")
struct BareTreatmentTests {
    private func treated(_ score: Score, _ given: [String: ParameterValue] = [:]) throws -> Score {
        var random = RandomStream(seed: 1, place: "test")
        let settings = try Settings(given, for: BareNotesTreatment.parameters)
        return try BareNotesTreatment(settings: settings).apply(to: score, random: &random)
    }

    private static func stream(_ events: [[Int]]) -> Score {
        let notes = events.enumerated().flatMap { index, pitches in
            pitches.map { Note(startTick: index * 240, durationTicks: 240, pitch: $0, velocity: 90) }
        }
        return Score(tempoMap: TempoMap(ticksPerQuarter: 480), parts: [Part(name: "", role: .chords, notes: notes)])
    }

    /// Off key in every fifth place, repeated, without a rest.
    private static let melody = (0..<128).map { index in
        [[60, 64, 67, 72, 66, 69, 65, 65, 65, 62, 68, 74][index * 7 % 12] + (index % 5 == 0 ? 1 : 0)]
    }
    private static let chords = (0..<64).map { index in
        index % 3 == 0 ? [[60, 64, 67], [57, 60, 64], [61, 65, 68]][index % 9 / 3] : [72 + index % 4 * 2]
    }

    @Test("Off-key notes move into one scale, by two semitones at most, and their number is said")
    func repair() throws {
        let score = Self.stream(Self.melody)
        let result = try treated(score, ["tie": .flag(false), "breathe": .flag(false)])
        #expect(result.isBare && ScaleFit(score).consistency < 0.85 && ScaleFit(result).consistency == 1)
        #expect(zip(score.parts[0].notes, result.parts[0].notes).allSatisfy { abs($0.pitch - $1.pitch) <= 2 })
        #expect(result.remarks.contains { $0.contains("notes drawn into") })
        let named = try treated(score, ["key": .text("Eb")])
        let scale = Set(Key(tonic: 3, mode: .major).scale)
        #expect(named.pitchedNotes.allSatisfy { scale.contains($0.pitch % 12) })
        #expect(throws: ArrangementError.self) { try treated(score, ["key": .text("H")]) }
    }

    @Test("A stream of notes and chords becomes a melody over held chords")
    func division() throws {
        let result = try treated(Self.stream(Self.chords))
        #expect(result.parts.map(\.role) == [.melody, .chords])
        let (melody, chords) = (result.parts[0].notes, result.parts[1].notes)
        #expect(
            zip(melody, melody.dropFirst()).allSatisfy { $0.endTick <= $1.startTick && $0.startTick < $1.startTick })
        #expect(
            chords.allSatisfy { (48...67).contains($0.pitch) && $0.startTick % 960 == 0 && $0.durationTicks % 960 == 0 }
        )
        #expect(Set(chords.map(\.startTick)).contains(0))
    }

    @Test("Repeats are tied within their bars, and each phrase has a breath")
    func tiesAndBreath() throws {
        let result = try treated(Self.stream([[Int]](repeating: [64], count: 64)))
        let notes = result.parts[0].notes
        #expect(notes.map(\.startTick) == (0..<8).map { $0 * 1920 })
        // The fourth and the eighth bar rest for a beat.
        #expect(notes.map(\.durationTicks) == [1920, 1920, 1920, 1440, 1920, 1920, 1920, 1440])
        let plain = try treated(Self.stream([[Int]](repeating: [64], count: 64)), ["tie": .flag(false)])
        #expect(plain.noteCount == 60)
    }

    @Test("Velocities follow the meter, and every step is named")
    func accents() throws {
        let result = try treated(Self.stream(Self.melody))
        let velocities = Set(result.pitchedNotes.map(\.velocity))
        #expect(velocities.count > 8 && velocities.allSatisfy { (40...120).contains($0) })
        func mean(_ belongs: (Note) -> Bool) -> Double {
            let chosen = result.pitchedNotes.filter(belongs)
            return Double(chosen.reduce(0) { $0 + $1.velocity }) / Double(max(1, chosen.count))
        }
        #expect(mean { $0.startTick % 1920 == 0 } > mean { $0.startTick % 480 == 240 } + 8)
        #expect(result.remarks.first?.hasPrefix("bare notes: ") == true && result.remarks.count >= 4)
    }

    @Test("A played song stays as it is, byte for byte, and so does everything that never is asked for")
    func others() throws {
        var played = Self.stream(Self.melody)
        for index in played.parts[0].notes.indices { played.parts[0].notes[index].velocity = 50 + index % 40 }
        #expect(try treated(played) == played)
        let bare = Self.stream(Self.melody)
        #expect(try treated(bare, ["when": .text("never")]) == bare)
    }
}
