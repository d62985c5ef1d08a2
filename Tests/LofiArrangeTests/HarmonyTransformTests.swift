import LofiPlugin
import LofiScore
import Testing
@testable import LofiArrange

@Suite("Colour, key repair and bass")
struct HarmonyTransformTests {
    private func apply(
        _ type: any ScoreTransform.Type, _ given: [String: ParameterValue] = [:], to score: Score, seed: UInt64 = 1
    ) throws -> Score {
        var random = RandomStream(seed: seed, place: "test")
        return try type.init(settings: try Settings(given, for: type.parameters)).apply(to: score, random: &random)
    }

    /// C, Am, F, G as close triads, a bar each, four times.
    private static let triads: Score = {
        let chords = [[60, 64, 67], [57, 60, 64], [53, 57, 60], [55, 59, 62]]
        let notes = (0..<16).flatMap { bar in
            chords[bar % 4].map { Note(startTick: bar * 1920, durationTicks: 1800, pitch: $0, velocity: 80) }
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 80),
            parts: [Part(name: "Keys", role: .chords, notes: notes)])
    }()

    private func withMelody(_ pitches: [Int]) -> Score {
        var score = Self.triads
        let notes = (0..<64).map {
            Note(startTick: $0 * 480, durationTicks: 460, pitch: pitches[$0 % pitches.count], velocity: 90)
        }
        score.parts.append(Part(name: "Tune", role: .melody, channel: 1, notes: notes))
        return score
    }

    @Test("Triads become the sevenths and ninths of the key: Cmaj7, Am7, Fmaj7, G7")
    func colour() throws {
        let all: [String: ParameterValue] = [
            "sevenths": .number(1), "ninths": .number(1), "open": .number(0), "strummed": .number(0),
        ]
        let result = try apply(Colour.self, all, to: Self.triads)
        let wanted: [Set<Int>] = [[0, 4, 7, 11, 2], [9, 0, 4, 7, 11], [5, 9, 0, 4, 7], [7, 11, 2, 5, 9]]
        for bar in 0..<4 {
            let bars = result.parts[0].notes.filter { $0.startTick / 7680 == bar }
            #expect(Set(bars.map { $0.pitch % 12 }) == wanted[bar], "bar \(bar)")
            let rising = bars.map(\.pitch).sorted()
            #expect(zip(rising, rising.dropFirst()).allSatisfy { $1 - $0 > 1 }, "no semitone within \(rising)")
        }
        let none: [String: ParameterValue] = [
            "sevenths": .number(0), "ninths": .number(0), "open": .number(0), "strummed": .number(0),
        ]
        #expect(try apply(Colour.self, none, to: Self.triads).parts[0].notes.count == 48)
    }

    @Test(
        "Neither colour nor bass rubs against the melody",
        arguments: [[72, 71, 74, 76], [60, 61, 66, 65], [43, 40, 37]])
    func clashes(melody: [Int]) throws {
        let song = withMelody(melody)
        for seed in UInt64(1)...5 {
            let coloured = try apply(Colour.self, ["sevenths": .number(1), "ninths": .number(1)], to: song, seed: seed)
            let result = try apply(Bass.self, ["pattern": .text("walking")], to: coloured, seed: seed)
            let tune = result.parts[1].notes
            let bass = result.parts.first { $0.role == .bass }?.notes ?? []
            let own = Set(Self.triads.parts[0].notes.map(\.pitch))
            let added = result.parts[0].notes.filter { !own.contains($0.pitch) } + bass
            #expect(!bass.isEmpty)
            for note in added {
                for other in tune where [1, 13].contains(abs(other.pitch - note.pitch)) {
                    let overlap = min(other.endTick, note.endTick) - max(other.startTick, note.startTick)
                    #expect(overlap <= result.ticksPerQuarter / 4, "\(note) against \(other)")
                }
            }
        }
    }

    @Test("Reharmonised chords stay in the key, share tones with what was written, and leave first and last alone")
    func reharmonise() throws {
        let result = try apply(Reharmonise.self, ["amount": .number(1)], to: Self.triads)
        let (old, new) = (Self.triads.parts[0].notes, result.parts[0].notes)
        #expect(new.allSatisfy { [0, 2, 4, 5, 7, 9, 11].contains($0.pitch % 12) })
        let changed = (0..<16).filter { bar in
            zip(old, new).contains { $0.startTick / 1920 == bar && $0.pitch != $1.pitch }
        }
        #expect(changed.count > 10 && !changed.contains(0) && !changed.contains(15))
        #expect(zip(old, new).allSatisfy { abs($0.pitch - $1.pitch) <= 2 })
        #expect(try apply(Reharmonise.self, ["amount": .number(0)], to: Self.triads) == Self.triads)
    }

    @Test("Key repair at full strength leaves nothing outside the scale; at none it leaves all")
    func repair() throws {
        var random = RandomStream(seed: 4, place: "wrong notes")
        var song = withMelody([72, 74, 76, 79, 77, 76, 74, 71])
        for index in song.parts[1].notes.indices where random.chance(0.25) { song.parts[1].notes[index].pitch += 1 }
        func outside(_ score: Score) -> Int {
            score.parts.flatMap(\.notes).count { ![0, 2, 4, 5, 7, 9, 11].contains($0.pitch % 12) }
        }
        #expect(outside(song) > 5)
        #expect(try outside(apply(KeyRepair.self, ["strength": .number(1)], to: song)) == 0)
        let half = try outside(apply(KeyRepair.self, ["strength": .number(0.5)], to: song))
        #expect(half < outside(song))
        #expect(try apply(KeyRepair.self, ["strength": .number(0)], to: song) == song)
    }

    @Test("At low strength a chromatic passing note stays, a long wrong note that leaps goes")
    func chromaticism() throws {
        var song = Self.triads
        // C C# D … and, on a beat, a held G# between C and E.
        let passing = [(0, 72, 240), (240, 73, 240), (480, 74, 480)]
        let wrong = [(7680, 72, 480), (8160, 80, 960), (9120, 72, 480)]
        song.parts.append(
            Part(
                name: "Tune", role: .melody,
                notes: (passing + wrong).map {
                    Note(startTick: $0.0, durationTicks: $0.2, pitch: $0.1, velocity: 90)
                }))
        let result = try apply(KeyRepair.self, ["strength": .number(0.3)], to: song).parts[1].notes
        #expect(result[1].pitch == 73)
        #expect([79, 81].contains(result[4].pitch))
    }

    @Test("The bass takes the third of a chord that a left hand plays on it, and the root of a close voicing")
    func inversions() throws {
        var score = Self.triads
        // E under C in each first bar of four.
        let low = (0..<4).map { Note(startTick: $0 * 7680, durationTicks: 1800, pitch: 40, velocity: 80) }
        let given: [String: ParameterValue] = ["pattern": .text("root"), "approach": .number(0), "answers": .number(0)]
        func classes(_ score: Score) throws -> [Int] {
            let bass = try apply(Bass.self, given, to: score).parts.first { $0.role == .bass }
            return bass?.notes.map { $0.pitch % 12 } ?? []
        }
        #expect(try classes(score).prefix(4) == [0, 9, 5, 7])
        score.parts[0].notes = (score.parts[0].notes + low).sorted { $0.startTick < $1.startTick }
        #expect(try classes(score).prefix(4) == [4, 9, 5, 7])
    }

    @Test("The bass goes with the kick")
    func kick() throws {
        var song = Self.triads
        let places = [0, 840, 1200]
        song.parts.append(
            Part(
                name: "Kit", role: .drums, channel: 9,
                notes: (0..<16).flatMap { bar in
                    places.map { Note(startTick: bar * 1920 + $0, durationTicks: 60, pitch: 36, velocity: 100) }
                }))
        let result = try apply(Bass.self, ["answers": .number(1), "approach": .number(0)], to: song)
        let bass = try #require(result.parts.first { $0.role == .bass }).notes
        #expect(Set(bass.map { $0.startTick % 1920 }).isSubset(of: Set(places + [960])))
        #expect(bass.count > 32)
    }

    @Test("Rhythm repair finds sixteenths and triplets beat by beat")
    func rhythm() throws {
        let straight = [0, 118, 245, 355]
        let triplets = [486, 635, 803]
        var song = Self.triads
        song.parts = [
            Part(
                name: "Tune", role: .melody,
                notes: (straight + triplets).map {
                    Note(startTick: $0, durationTicks: 100, pitch: 72, velocity: 90)
                })
        ]
        let result = try apply(Quantise.self, ["grid": .text("auto"), "strength": .number(1)], to: song)
        let factor = result.ticksPerQuarter / 480
        #expect(result.parts[0].notes.map { $0.startTick / factor } == [0, 120, 240, 360, 480, 640, 800])
    }

    @Test("A piano that plays alone is taken apart; block chords are not")
    func hands() throws {
        var notes: [Note] = []
        for bar in 0..<8 {
            let chord = [[48, 55, 60], [45, 52, 57], [41, 48, 53], [43, 50, 55]][bar % 4]
            notes.append(Note(startTick: bar * 1920, durationTicks: 1800, pitch: chord[0] - 12, velocity: 70))
            for beat in [0, 2] {
                notes += chord.dropFirst().map {
                    Note(startTick: bar * 1920 + beat * 480, durationTicks: 800, pitch: $0 + 5, velocity: 60)
                }
            }
            for (place, pitch) in [72, 76, 74, 79, 77].enumerated() {
                notes.append(
                    Note(startTick: bar * 1920 + 240 + place * 300, durationTicks: 280, pitch: pitch, velocity: 90))
            }
        }
        var song = Self.triads
        song.parts[0].notes = notes.inOrder
        let result = try apply(SplitHands.self, to: song)
        #expect(Set(result.parts.map(\.role)) == [.melody, .chords, .bass])
        let melody = try #require(result.parts.first { $0.role == .melody }).notes
        #expect(melody.count == 40 && melody.allSatisfy { $0.pitch >= 72 })
        #expect(result.noteCount == notes.count)
        #expect(try apply(SplitHands.self, to: Self.triads) == Self.triads)
    }
}
