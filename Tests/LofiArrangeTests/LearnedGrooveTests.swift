import Foundation
import LofiPlugin
import LofiScore
import LofiScoreFiles
import Testing
@testable import LofiArrange

@Suite("Grooves from MIDI files")
struct LearnedGrooveTests {
    /// Two bars in turn, twelve times: kick on one (and on three and a sixteenth in the second), snare on two and four,
    /// 10 ms late; a ghost in half of the first bars, in no order.
    private static func drums(bars: Int = 24) -> Score {
        // At 125 bpm and 480 ticks a quarter a tick is 1 ms.
        var notes: [Note] = []
        func add(_ bar: Int, _ sixteenth: Int, _ pitch: Int, _ velocity: Int, late: Int = 0) {
            let start = bar * 1920 + sixteenth * 120 + late
            notes.append(Note(startTick: start, durationTicks: 60, pitch: pitch, velocity: velocity))
        }
        for bar in 0..<bars {
            add(bar, 0, 36, 100)
            if bar % 2 == 1 { add(bar, 9, 35, 70) }
            add(bar, 4, 38, 120, late: 10)
            add(bar, 12, 40, 118, late: 10)
            if [0, 2, 8, 12, 18, 22].contains(bar) { add(bar, 7, 38, 35) }
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 125),
            parts: [Part(name: "Drums", role: .drums, channel: 9, notes: notes.inOrder)])
    }

    private func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
        let file = FileManager.default.temporaryDirectory.appending(path: "groove-\(UUID().uuidString).mid")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try body(file.path)
    }

    @Test("Bars, chances, velocities and timing are those of the file")
    func learned() throws {
        let groove = try withFile(MIDIFileWriter.bytes(Self.drums())) { try LearnedGroove.read($0) }
        let bars = try #require(groove.bars["4/4"])
        #expect(bars.count == 2)
        #expect(bars[1].filter { $0.voice == .kick }.map(\.position) == [0, 108])
        #expect(bars[0].filter { $0.voice == .snare }.map(\.velocity) == [120, 35, 118])
        #expect(bars[0].filter { $0.voice == .snare }.map(\.chance) == [1, 0.5, 1])
        #expect(bars[0].first { $0.position == 84 }?.isGhost == true)
        #expect(abs((groove.learnedTiming?[.snare]?[48] ?? 0) - 10) < 0.5)
        #expect(abs(groove.learnedTiming?[.kick]?[0] ?? 9) < 0.5)
    }

    @Test("Played under a song it is the same pattern, with the same timing")
    func played() throws {
        let hits = try withFile(MIDIFileWriter.bytes(Self.drums())) {
            try GrooveTimingTests.play(
                ["from": .text($0), "looseness": .number(0), "swing": .number(0)], bars: 16)
        }
        for bar in 0..<15 {
            let kicks = hits.filter { $0.bar == bar && $0.voice == .kick }.map(\.position)
            #expect(kicks == (bar % 2 == 0 ? [0] : [0, 108]), "bar \(bar)")
            let backbeats = hits.filter { $0.bar == bar && $0.voice == .snare && !($0.velocity < 60) }
            #expect(backbeats.map(\.position) == [48, 144])
            #expect(backbeats.allSatisfy { abs($0.lateMilliseconds - 10) < 0.6 })
        }
    }

    @Test("A few bars that differ stay as they are; bars that are the same become one")
    func few() throws {
        #expect(LearnedGroove.learn(Self.drums(bars: 3), name: "x")?.bars["4/4"]?.count == 3)
        var score = Self.drums(bars: 4)
        score.parts[0].notes.removeAll { $0.pitch == 35 || $0.velocity < 60 }
        #expect(LearnedGroove.learn(score, name: "x")?.bars["4/4"]?.count == 1)
    }

    @Test("Triplets stay triplets")
    func triplets() throws {
        let notes = (0..<96).map { Note(startTick: $0 * 160, durationTicks: 60, pitch: 42, velocity: 80) }
        let score = Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 80),
            parts: [Part(name: "", role: .drums, channel: 9, notes: notes)])
        let groove = try #require(LearnedGroove.learn(score, name: "x"))
        #expect(groove.bars["4/4"]?.first?.map(\.position) == Array(stride(from: 0, to: 192, by: 16)))
    }

    @Test("A file that is missing, no MIDI file, or without drums is named, with the reason")
    func errors() throws {
        func error(_ path: String) -> String {
            do { return "no error, \(try LearnedGroove.read(path).name)" } catch { return "\(error)" }
        }
        #expect(error("nowhere/x.mid") == "groove file nowhere/x.mid: No such file or directory")
        #expect(error("/tmp") == "groove file /tmp: it is a folder")
        try withFile(Array("no song at all".utf8)) {
            #expect(error($0).hasPrefix("groove file \($0): byte 0: "))
        }
        try withFile(MIDIFileWriter.bytes(TransformTests.song())) {
            #expect(error($0) == "groove file \($0): no drums found on channel 10")
        }
        #expect(throws: ArrangementError.self) { try GrooveTimingTests.play(["from": .text("nowhere/x.mid")]) }
    }
}
