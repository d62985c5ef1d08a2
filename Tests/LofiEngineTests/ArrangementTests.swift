import LofiPlugin
import LofiScore
import Testing
@testable import LofiEngine

@Suite("Arrangement")
struct ArrangementTests {
    private static func stream(_ pitches: [Int], bpm: Double = 120) -> Score {
        let notes = pitches.enumerated().map { index, pitch in
            Note(startTick: index * 240, durationTicks: 240, pitch: pitch, velocity: 90)
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: bpm),
            parts: [Part(name: "", role: .chords, notes: notes)])
    }

    private static let offKey: [Int] = (0..<96).map { index in
        [60, 64, 67, 72, 65, 69, 62, 71, 74][index * 5 % 9] + (index % 6 == 0 ? 1 : 0)
    }

    private func arranged(
        _ score: Score, style: String = "dusty-tape", _ change: (inout SongRenderer.Options) -> Void = { _ in }
    ) throws -> Score {
        var options = SongRenderer.Options()
        change(&options)
        return try SongRenderer(style: try StyleLibrary(userFolder: nil).style(style), options: options).arrange(score)
    }

    @Test(
        "Bare notes come out slow, in four, in one key, at one tempo and accompanied, in every style",
        arguments: StyleLibrary(userFolder: nil).entries().map(\.name), [120.0, 240])
    func bare(style: String, bpm: Double) throws {
        let score = Self.stream(Self.offKey, bpm: bpm)
        let result = try arranged(score, style: style)
        #expect(result.isBare && result.tempoMap.changes.count == 1)
        #expect(result.prevailingBeatsPerMinute <= 120)
        let meters = Set(result.meterMap.bars(upTo: result.lastNoteEndTick).map(\.meter))
        #expect(meters == [MeterMap.Meter.commonTime])
        #expect(ScaleFit(result).consistency >= 0.95)
        let roles = Set(result.parts.map(\.role))
        #expect(roles.isSuperset(of: [.melody, .chords]))
        let first = result.pitchedNotes.first.map { result.tempoMap.seconds(at: $0.startTick) }
        #expect(try #require(first) < 2)
    }

    @Test("As is: no note is moved, tied or added to")
    func asIs() throws {
        let score = Self.stream(Self.offKey)
        let result = try arranged(score) { $0.isAsWritten = true }
        #expect(!result.isBare && !result.parts.contains { $0.name == "Chords" })
        let written = Set(score.pitchedNotes.map { $0.pitch % 12 })
        let melody = result.parts.filter { ![.bass, .drums, .pad, .counter].contains($0.role) }.flatMap(\.notes)
        #expect(melody.allSatisfy { written.contains($0.pitch % 12) })
    }

    @Test("A style's meter and --meter settle the bars")
    func meter() throws {
        let style = try StyleLibrary(userFolder: nil).style("dusty-tape")
        let waltz = try style.setting("meter", to: .text("3/4"), catalog: .standard, option: "--meter")
        let result = try SongRenderer(style: waltz).arrange(Self.stream(Self.offKey))
        #expect(
            Set(result.meterMap.bars(upTo: result.lastNoteEndTick).map(\.meter)) == [MeterMap.Meter(beats: 3, unit: 4)])
        #expect(throws: StyleError.self) {
            try style.setting("meter", to: .text("4"), catalog: .standard, option: "--meter")
        }
    }

    @Test("Free playing keeps its speed and gets no drums")
    func free() throws {
        var random = RandomStream(seed: 3, place: "cloud")
        let notes = (0..<400).map { _ in
            Note(
                startTick: Int(random.uniform(0...100_000)), durationTicks: 300, pitch: Int(random.uniform(40...90)),
                velocity: 40 + Int(random.unit() * 50))
        }.sorted { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) }
        let score = Score(
            tempoMap: TempoMap(ticksPerQuarter: 480), parts: [Part(name: "", role: .chords, notes: notes)])
        let result = try arranged(score)
        #expect(!result.parts.contains(where: \.isDrums) && !result.keepsPulse)
        #expect(abs(result.prevailingBeatsPerMinute - score.prevailingBeatsPerMinute) < 0.1)
        #expect(result.remarks.contains { $0.contains("no steady beat") })
    }
}
