import LofiCore
import LofiScore
import Testing

@testable import LofiArrange

@Suite("Drums")
struct DrumsTests {
    private func drums(_ given: [String: ParameterValue] = [:], under score: Score) throws -> [Note] {
        var random = RandomStream(seed: 1, place: "test")
        let result = try Drums(settings: try Settings(given, for: Drums.parameters)).apply(to: score, random: &random)
        return result.parts.first { $0.isDrums }?.notes ?? []
    }

    @Test("Every groove reads, and is written for four meters with fills", arguments: GrooveBook.pages.map { $0.name })
    func grooves(name: String) throws {
        let groove = try GrooveBook.groove(name)
        for meter in Groove.writtenMeters {
            #expect(groove.bars[meter]?.isEmpty == false && groove.fills[meter]?.isEmpty == false, "\(meter)")
            #expect(groove.bars[meter]?.allSatisfy { bar in bar.contains { $0.voice == .kick } } == true)
        }
    }

    @Test("There are at least six") func enough() { #expect(GrooveBook.pages.count >= 6) }

    @Test("Every meter gets a beat within its bars", arguments: [(3, 4), (6, 8), (5, 4), (7, 8), (2, 4), (12, 8)])
    func meters(meter: (Int, Int)) throws {
        let song = TransformTests.song(MeterMap.Meter(beats: meter.0, unit: meter.1), bars: 8)
        let notes = try drums(under: song)
        let bar = 1920 * 4 * meter.0 / meter.1
        #expect(Set(notes.filter { $0.pitch == 36 }.map { $0.startTick / bar }).count >= 7)
        #expect(notes.allSatisfy { $0.startTick < bar * 8 + 200 })
    }

    @Test("The backbeat of boom-bap is on two and four, a little late")
    func backbeat() throws {
        let notes = try drums(["ghosts": .number(0), "fills-every": .number(0)], under: TransformTests.song())
        let places = notes.filter { $0.pitch == 38 && $0.velocity > 80 }.map {
            ($0.startTick % 7680) - ($0.startTick % 7680 < 4000 ? 1920 : 5760)
        }
        #expect(places.count >= 24 && places.allSatisfy { (0...40).contains($0) })
    }

    @Test("A fill comes when it is asked for, and only then")
    func fills() throws {
        func strokes(_ every: Double) throws -> [Int] {
            let notes = try drums(["fills-every": .number(every), "ghosts": .number(0)], under: TransformTests.song())
            return (0..<16).map { bar in notes.count { $0.pitch == 38 && $0.startTick / 7680 == bar } }
        }
        let with = try strokes(4)
        let without = try strokes(0)
        for bar in 0..<16 { #expect((with[bar] > without[bar]) == (bar % 4 == 3), "bar \(bar)") }
    }

    @Test("A song's own drums are replaced, kept or layered")
    func own() throws {
        var song = TransformTests.song()
        song.parts.append(
            Part(
                name: "own", role: .drums, channel: 9,
                notes: [Note(startTick: 0, durationTicks: 9, pitch: 56, velocity: 90)]))
        func parts(_ own: String) throws -> [String] {
            var random = RandomStream(seed: 1, place: "test")
            return try Drums(settings: try Settings(["own": .text(own)], for: Drums.parameters)).apply(
                to: song, random: &random
            ).parts.map(\.name)
        }
        #expect(try parts("replace") == ["Keys", "Drums"])
        #expect(try parts("keep") == ["Keys", "own"])
        #expect(try parts("layer") == ["Keys", "own", "Drums"])
    }

    @Test("The beat lies where the song's beat is, not where the file's grid is")
    func phase() throws {
        var song = TransformTests.song()
        song.parts = song.parts.map { $0.mappingTicks { $0 + 70 } }
        let kicks = try drums(["fills-every": .number(0)], under: song).filter { $0.pitch == 36 && $0.velocity > 90 }
        let shift = kicks.map { ($0.startTick % 480 + 240) % 480 - 240 }.filter { abs($0 - 280 % 480) < 480 }
        #expect(!shift.isEmpty)
        #expect(kicks.filter { abs(($0.startTick - 280) % 7680) < 12 }.count >= 12)
    }

    @Test("A groove that is not as it should be is refused with its line")
    func mistakes() {
        #expect(throws: ArrangementError.groove(name: "x", line: 2, reason: "hat has 3 signs, a bar of 4/4 has 16")) {
            try GrooveParser(name: "x").parse("4/4\nhat x-x", summary: "")
        }
    }
}
