import LofiPlugin
import LofiScore
import Testing
@testable import LofiArrange

@Suite("Tempo")
struct TempoTests {
    private func tempo(_ score: Score, _ given: [String: ParameterValue]) throws -> Score {
        var random = RandomStream(seed: 1, place: "test")
        return try Tempo(settings: try Settings(given, for: Tempo.parameters)).apply(to: score, random: &random)
    }

    private static let range: [String: ParameterValue] = ["lowest": .number(70), "highest": .number(86)]

    private static func speed(_ result: Score, of score: Score) -> Double {
        score.tempoMap.seconds(at: score.lastNoteEndTick) / result.tempoMap.seconds(at: result.lastNoteEndTick)
    }

    @Test(
        "Every tempo comes into the range, at most a twentieth faster",
        arguments: Array(stride(from: 32.0, through: 300, by: 4)))
    func intoRange(bpm: Double) throws {
        for meter in ["4/4", "3/4", "6/8", "5/4", "2/4"] {
            let song = TransformTests.song(try #require(MeterMap.Meter(meter)), bars: 8, bpm: bpm)
            let result = try tempo(song, Self.range)
            #expect(
                (69.999...86.001).contains(result.prevailingBeatsPerMinute),
                "\(meter) \(result.prevailingBeatsPerMinute)")
            #expect(Self.speed(result, of: song) <= 1.0501, "\(meter)")
        }
    }

    @Test("A count that fits changes no speed; where none fits the song is slowed")
    func counts() throws {
        for (bpm, wanted) in [(80.0, 80.0), (150, 75), (160, 80), (37, 74), (120, 86), (100, 86), (60, 86)] {
            let song = TransformTests.song(bpm: bpm)
            let result = try tempo(song, Self.range)
            #expect(abs(result.prevailingBeatsPerMinute - wanted) < 0.01, "\(bpm)")
            let isCount = [1.0, 2, 0.5].contains { abs(bpm / $0 - wanted) < 0.01 }
            #expect(isCount == (abs(Self.speed(result, of: song) - 1) < 1e-6), "\(bpm)")
        }
        let waltz = TransformTests.song(MeterMap.Meter(beats: 3, unit: 4), bars: 8, bpm: 144)
        let counted = try tempo(waltz, Self.range)
        #expect(abs(Self.speed(counted, of: waltz) - 1) < 1e-6)
        #expect(counted.meterMap.meter(at: 0) == MeterMap.Meter(beats: 6, unit: 8))
    }

    @Test("Faster where a style or a person says so")
    func faster() throws {
        let song = TransformTests.song(bpm: 62)
        let result = try tempo(song, Self.range.merging(["speed-up": .number(20)]) { $1 })
        #expect(abs(result.prevailingBeatsPerMinute - 70) < 0.01 && Self.speed(result, of: song) > 1.1)
        #expect(abs(try tempo(song, ["bpm": .number(90)]).prevailingBeatsPerMinute - 90) < 0.01)
    }

    @Test("Bare notes go to the middle of the range, music without a pulse keeps its speed")
    func bareAndFree() throws {
        for bpm in [120.0, 240] {
            var bare = TransformTests.song(bpm: bpm)
            bare.isBare = true
            let result = try tempo(bare, Self.range)
            #expect(abs(result.prevailingBeatsPerMinute - 78) < 0.01)
            #expect(result.meterMap == bare.meterMap && result.parts == bare.parts)
        }
        var free = TransformTests.song(bpm: 120)
        free.keepsPulse = false
        #expect(try tempo(free, Self.range) == free)
    }
}
