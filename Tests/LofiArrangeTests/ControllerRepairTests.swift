import LofiPlugin
import LofiScore
import Testing
@testable import LofiArrange

@Suite("Controllers that no player meant")
struct ControllerRepairTests {
    private static let bar = 4 * 480

    /// Four quarter notes a bar.
    private func song(bars: Int, _ controllers: [(tick: Int, number: Int, value: Int)]) -> Score {
        let notes = (0..<4 * bars).map {
            Note(startTick: $0 * 480, durationTicks: 400, pitch: 60 + $0 % 5, velocity: 80)
        }
        let events = controllers.map { ControlEvent(tick: $0.tick, change: .controller($0.number, value: $0.value)) }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480),
            parts: [Part(name: "piano", role: .chords, notes: notes, controllers: events)])
    }

    private func repaired(_ score: Score) throws -> Score {
        var random = RandomStream(seed: 1, place: "test")
        let settings = try Settings([:], for: ControllerRepair.parameters)
        return ControllerRepair(settings: settings).apply(to: score, random: &random)
    }

    @Test("A pedal that is never lifted is changed at every bar, and only that")
    func pedal() throws {
        let held = try repaired(song(bars: 16, [(0, 64, 80), (5 * Self.bar + 100, 64, 75)]))
        let lifts = held.parts[0].controllers.filter { $0.change == .controller(64, value: 0) }.map(\.tick)
        #expect(lifts == (1..<16).map { $0 * Self.bar })
        let presses = held.parts[0].controllers.filter { $0.change == .controller(64, value: 127) }.map(\.tick)
        #expect(presses == lifts.map { $0 + 60 })
        #expect(zip(held.parts[0].controllers, held.parts[0].controllers.dropFirst()).allSatisfy { $0.tick <= $1.tick })
        #expect(held.remarks.count == 1)
    }

    @Test("A pedal that is lifted every four bars is left as played")
    func playedPedal() throws {
        let music = song(
            bars: 16, (0..<4).flatMap { [($0 * 4 * Self.bar, 64, 127), ($0 * 4 * Self.bar + 7000, 64, 0)] })
        #expect(try repaired(music) == music)
    }

    @Test("A fade to silence in which the part plays on is left out", arguments: [7, 11])
    func fade(number: Int) throws {
        let early = (tick: 0, number: number, value: 100)
        let fade = [(22, 0), (9, 12), (0, 24)].map { (tick: 4 * Self.bar + $0.1, number: number, value: $0.0) }
        let result = try repaired(song(bars: 16, [early] + fade))
        #expect(result.parts[0].controllers == song(bars: 16, [early]).parts[0].controllers)
        #expect(result.remarks.count == 1)
    }

    @Test("A fade that ends the song, one that is taken back, and a part muted from the start are left as written")
    func meant() throws {
        let ending = song(bars: 16, [(15 * Self.bar, 11, 40), (15 * Self.bar + 960, 11, 0)])
        let back = song(bars: 16, [(4 * Self.bar, 11, 0), (6 * Self.bar, 11, 90)])
        let muted = song(bars: 16, [(0, 7, 0)])
        for music in [ending, back, muted] { #expect(try repaired(music) == music) }
    }
}
