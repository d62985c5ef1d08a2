import LofiPlugin
import LofiScore
import Testing
@testable import LofiArrange

/// A sampler's tricks on notes.
@Suite("Chop and stutter")
struct SamplerTransformTests {
    private func apply(
        _ type: any ScoreTransform.Type, _ given: [String: ParameterValue], to score: Score, seed: UInt64 = 1
    ) throws -> Score {
        var random = RandomStream(seed: seed, place: "test")
        return try type.init(settings: try Settings(given, for: type.parameters)).apply(to: score, random: &random)
    }

    private let whole: [String: ParameterValue] = ["amount": .number(1), "shuffle": .number(1)]

    /// Where each eighth of the chopped song was struck in the original: by its pitches, which differ within a bar.
    private func eighths(_ score: Score) -> [[Int]] {
        let grid = score.ticksPerQuarter / 2
        return (0..<(score.lastNoteEndTick / grid + 1)).map { place in
            score.parts[0].notes.filter { $0.startTick == place * grid }.map(\.pitch)
        }
    }

    @Test("A chop leaves the first eighth of each bar and moves others, within their bar")
    func chop() throws {
        let song = TransformTests.song()
        let chopped = try apply(Chop.self, whole, to: song)
        let (before, after) = (eighths(song), eighths(chopped))
        #expect(before != after && before.count == after.count)
        for bar in 0..<16 {
            #expect(after[8 * bar] == before[8 * bar])
            #expect(after[(8 * bar)..<(8 * bar + 8)].allSatisfy { before[(8 * bar)..<(8 * bar + 8)].contains($0) })
        }
    }

    @Test("A chop comes again four bars on")
    func phrase() throws {
        let after = eighths(try apply(Chop.self, whole, to: TransformTests.song()))
        #expect(Array(after[0..<32]) == Array(after[32..<64]))
    }

    @Test("No share, no chop; bass and drums are never cut")
    func untouched() throws {
        let song = TransformTests.song()
        #expect(eighths(try apply(Chop.self, ["amount": .number(0)], to: song)) == eighths(song))
        var bass = song
        bass.parts[0].role = .bass
        let given = whole.merging(["parts": .text("both")]) { $1 }
        #expect(eighths(try apply(Chop.self, given, to: bass)) == eighths(bass))
    }

    @Test("A stutter strikes the last beat of a phrase so often, ever softer")
    func stutter() throws {
        let song = TransformTests.song(bars: 4)
        let given: [String: ParameterValue] = ["amount": .number(1), "repeats": .number(4)]
        let result = try apply(Stutter.self, given, to: song)
        let quarter = result.ticksPerQuarter
        let last = result.parts[0].notes.filter { $0.startTick >= 15 * quarter }
        #expect(last.map(\.startTick) == (0..<4).map { 15 * quarter + $0 * quarter / 4 })
        #expect(Set(last.map(\.pitch)).count == 1 && last.map(\.velocity) == [80, 72, 64, 56])
        #expect(last.allSatisfy { $0.durationTicks <= quarter / 4 })
        #expect(eighths(result)[0..<30] == eighths(song)[0..<30])
    }

    @Test("A held chord is cut off and struck anew")
    func held() throws {
        let chord = [60, 64, 67].map { Note(startTick: 0, durationTicks: 1920, pitch: $0, velocity: 90) }
        let song = Score(
            tempoMap: TempoMap(ticksPerQuarter: 480), parts: [Part(name: "Keys", role: .chords, notes: chord)])
        let given: [String: ParameterValue] = [
            "amount": .number(1), "every": .number(1), "repeats": .number(2), "fade": .number(0),
        ]
        let result = try apply(Stutter.self, given, to: song)
        let quarter = result.ticksPerQuarter
        let starts = result.parts[0].notes.filter { $0.pitch == 60 }.map { Double($0.startTick) / Double(quarter) }
        #expect(starts == [0, 3, 3.5])
        #expect(result.parts[0].notes.allSatisfy { $0.endTick <= 4 * quarter })
        #expect(result.parts[0].notes.first { $0.startTick == 0 }?.endTick == 3 * quarter)
    }
}
