import LofiPlugin
import LofiScore
import Testing
@testable import LofiArrange

@Suite("Accompany")
struct AccompanyTests {
    private func apply(
        _ type: any ScoreTransform.Type, _ given: [String: ParameterValue] = [:], to score: Score
    ) throws -> Score {
        var random = RandomStream(seed: 1, place: "test")
        return try type.init(settings: try Settings(given, for: type.parameters)).apply(to: score, random: &random)
    }

    /// Ode to Joy in quarters, on a part whose role nobody has guessed.
    private static let solo: Score = {
        let steps = [64, 64, 65, 67, 67, 65, 64, 62, 60, 60, 62, 64, 64, 62, 62, 62]
        let notes = (steps + steps.dropLast(4) + [62, 60, 60, 60]).enumerated().map {
            Note(startTick: $0 * 480, durationTicks: 460, pitch: $1 + 12, velocity: 90)
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 80),
            parts: [Part(name: "Piano", role: .chords, notes: notes)])
    }()

    @Test("A melody alone becomes melody, chords and bass")
    func parts() throws {
        let result = try apply(Bass.self, to: try apply(Accompany.self, to: Self.solo))
        #expect(result.parts.map(\.role) == [.melody, .chords, .bass])
        #expect(result.parts[0].notes == Self.solo.parts[0].notes)
        #expect(Set(result.parts.map(\.channel)).count == 3)
        let chords = result.parts[1].notes
        #expect(chords.allSatisfy { (48...72).contains($0.pitch) })
        let clash = MelodyClash(result)
        #expect(!chords.contains(where: clash.clashes))
        let scale: Set = [0, 2, 4, 5, 7, 9, 11]
        #expect(chords.allSatisfy { scale.contains($0.pitch % 12) })
        for note in Self.solo.parts[0].notes {
            #expect(chords.filter { $0.startTick <= note.startTick && $0.endTick > note.startTick }.count >= 2)
        }
    }

    @Test("The bass is a line of its own, not the tune in octaves")
    func bass() throws {
        let result = try apply(Bass.self, to: try apply(Accompany.self, to: Self.solo))
        let tune = Dictionary(uniqueKeysWithValues: Self.solo.parts[0].notes.map { ($0.startTick, $0.pitch % 12) })
        let common = result.parts[2].notes.compactMap { note in tune[note.startTick].map { $0 == note.pitch % 12 } }
        #expect(common.count > 8)
        #expect(Double(common.count { $0 }) <= 0.35 * Double(common.count))
    }

    @Test("The chords read back are the chords that were chosen")
    func readBack() throws {
        let wanted = Harmony(Self.solo)
        let heard = Harmony(try apply(Accompany.self, to: Self.solo))
        for tick in stride(from: 0, to: Self.solo.lastNoteEndTick, by: 480) {
            #expect(heard.chord(at: tick)?.root == wanted.chord(at: tick)?.root)
        }
    }

    @Test("Other songs, and a melody with accompaniment turned off, stay unchanged")
    func untouched() throws {
        var accompanied = Self.solo
        accompanied.parts.append(
            Part(
                name: "Keys", role: .chords,
                notes: (0..<8).flatMap { bar in
                    [48, 52, 55].map { Note(startTick: bar * 1920, durationTicks: 1900, pitch: $0, velocity: 70) }
                }))
        #expect(try apply(Accompany.self, to: accompanied) == accompanied)
        #expect(try apply(Accompany.self, ["when": .text("never")], to: Self.solo) == Self.solo)
        let empty = Score(tempoMap: TempoMap(ticksPerQuarter: 480))
        #expect(try apply(Accompany.self, to: empty) == empty)
    }

    @Test("Pulse strikes on every beat, broken one note after the other")
    func patterns() throws {
        let pulse = try apply(Accompany.self, ["pattern": .text("pulse")], to: Self.solo).parts[1].notes
        #expect(Set(pulse.map { $0.startTick % 480 }) == [0])
        #expect(Set(pulse.map(\.startTick)).count == 32)
        let broken = try apply(Accompany.self, ["pattern": .text("broken")], to: Self.solo).parts[1].notes
        #expect(Set(broken.map(\.startTick)).count == broken.count)
        #expect(broken.count > pulse.count / 3)
    }

    @Test("Voices move to the nearest tones")
    func voiceLeading() {
        var voicing = ChordVoicing(melody: [Note(startTick: 0, durationTicks: 9600, pitch: 76, velocity: 80)])
        let first = voicing.next(Chord(root: 0, quality: .major), from: 0, to: 1920)
        let second = voicing.next(Chord(root: 9, quality: .minor), from: 1920, to: 3840)
        #expect(Set(first.map { $0 % 12 }) == [0, 4, 7] && Set(second.map { $0 % 12 }) == [9, 0, 4])
        #expect(Set(first).intersection(second).count == 2, "C and E stay")
    }
}
