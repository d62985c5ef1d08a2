import LofiPlugin
import LofiScore
import Testing
@testable import LofiArrange

@Suite("Drums")
struct DrumsTests {
    /// Played by a machine, unless a looseness is given.
    private func drums(_ given: [String: ParameterValue] = [:], under score: Score) throws -> [Note] {
        var random = RandomStream(seed: 1, place: "test")
        let settings = try Settings(given.merging(["looseness": .number(0)]) { own, _ in own }, for: Drums.parameters)
        let result = try Drums(settings: settings).apply(to: score, random: &random)
        return result.parts.first { $0.isDrums }?.notes ?? []
    }

    @Test("Every groove reads, and is written for four meters with fills", arguments: GrooveBook.pages.map(\.name))
    func grooves(name: String) throws {
        let groove = try GrooveBook.groove(name)
        guard name != "none" else { return #expect(groove.bars.isEmpty && groove.fills.isEmpty) }
        for meter in Groove.definedMeters {
            #expect(groove.bars[meter]?.isEmpty == false && groove.fills[meter]?.isEmpty == false, "\(meter)")
            #expect(groove.bars[meter]?.allSatisfy { bar in bar.contains { $0.voice == .kick } } == true)
        }
    }

    @Test("There are at least twelve") func enough() { #expect(GrooveBook.pages.count > 12) }

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

    @Test("Notes that keep no beat get no drums, unless these are asked for")
    func noPulse() throws {
        var song = TransformTests.song()
        song.keepsPulse = false
        #expect(try drums(under: song).isEmpty)
        #expect(try !drums(["when": .text("always")], under: song).isEmpty)
    }

    @Test("Bars of two beats take the halves of a bar of four in turn")
    func halves() throws {
        let groove = try GrooveBook.groove("half-time")
        let bars = groove.bars(for: MeterMap.Meter(beats: 2, unit: 4))
        #expect(bars.count == 2 * (groove.bars["4/4"]?.count ?? 0))
        for (index, bar) in bars.enumerated() {
            #expect(bar.allSatisfy { (0..<96).contains($0.position) })
            #expect(bar.contains { $0.voice == .snare && $0.velocity > 100 } == (index % 2 == 1))
        }
    }

    @Test("A kick comes where the harmony changes within the bar")
    func kickAtChange() throws {
        let chords = [[50, 57, 60, 65], [43, 59, 62, 65], [48, 55, 59, 64], [45, 55, 60, 64]]
        func song(changingEvery half: Int) -> Score {
            let notes = (0..<32).flatMap { place in
                chords[place / half % 4].map {
                    Note(startTick: place * 960, durationTicks: 950, pitch: $0, velocity: 80)
                }
            }
            return Score(
                tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 80),
                parts: [Part(name: "Keys", role: .chords, notes: notes)])
        }
        func kicksOnThree(_ score: Score) throws -> Int {
            let notes = try drums(["fills-every": .number(0), "swing": .number(50)], under: score)
            return notes.count { $0.pitch == 36 && $0.startTick % 7680 == 3840 }
        }
        #expect(try kicksOnThree(song(changingEvery: 2)) == 0)
        #expect(try kicksOnThree(song(changingEvery: 1)) >= 15)
    }

    @Test("No groove gives no drums, and still takes the song's own away")
    func none() throws {
        var song = TransformTests.song()
        song.parts.append(
            Part(
                name: "own", role: .drums, channel: 9,
                notes: [Note(startTick: 0, durationTicks: 9, pitch: 56, velocity: 90)]))
        #expect(try drums(["groove": .text("none")], under: song).isEmpty)
    }

    @Test("Drums that were written are not loosened again; a song's own are")
    func feel() throws {
        func humanised(_ own: String) throws -> (before: Score, after: Score) {
            var song = TransformTests.song()
            song.parts.append(
                Part(
                    name: "own", role: .drums, channel: 9,
                    notes: (0..<32).map {
                        Note(startTick: $0 * 480, durationTicks: 9, pitch: 56, velocity: 90)
                    }))
            var random = RandomStream(seed: 1, place: "test")
            let before = try Drums(settings: try Settings(["own": .text(own)], for: Drums.parameters))
                .apply(to: song, random: &random).refined(toAtLeast: FineGrid.ticksPerQuarter)
            let after = try Humanise(settings: try Settings(for: Humanise.parameters)).apply(
                to: before, random: &random)
            return (before, after)
        }
        let replaced = try humanised("replace")
        #expect(
            replaced.before.parts[1] == replaced.after.parts[1] && replaced.before.parts[0] != replaced.after.parts[0])
        let kept = try humanised("keep")
        #expect(kept.before.parts[1] != kept.after.parts[1])
    }
}
