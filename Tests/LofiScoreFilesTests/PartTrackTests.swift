import Testing
@testable import LofiScore
@testable import LofiScoreFiles

@Suite("Parts as tracks")
struct PartTrackTests {
    private func back(_ part: Part) throws -> Part {
        let score = Score(tempoMap: TempoMap(ticksPerQuarter: 480, changes: []), parts: [part])
        return try #require(try MIDISong(MIDIFileWriter.bytes(score)).score.parts.first)
    }

    private func part(_ changes: [ControlEvent.Change], role: Role = .chords, channel: Int = 0, bank: Int = 0) -> Part {
        Part(
            name: "Keys", role: role, program: 4, bank: bank, channel: channel,
            notes: [Note(startTick: 0, durationTicks: 1000, pitch: 60, velocity: 90)],
            controllers: changes.enumerated().map { ControlEvent(tick: 10 * $0.offset, change: $0.element) })
    }

    @Test("Everything a part can carry is written and read back")
    func everything() throws {
        let changes: [ControlEvent.Change] = [
            .controller(1, value: 20), .controller(66, value: 127), .controller(5, value: 9),
            .controller(74, value: 30),
            .controller(120, value: 0), .pressure(55), .keyPressure(pitch: 60, value: 44), .generator(8, value: 9000),
            .program(7, bank: 8 << 7 | 3), .controller(64, value: 127), .pitchBend(cents: 100),
            .controller(126, value: 1),
        ]
        // Mono would end the note as well.
        #expect(try back(part(changes)).controllers == part(changes).controllers)
    }

    @Test("Tuning reads back within the resolution of RPN 1, and beyond a semitone combined with the bend")
    func tuning() throws {
        func final(_ changes: [ControlEvent.Change]) throws -> Double {
            var (bend, tuning) = (0.0, 0.0)
            for event in try back(part(changes)).controllers {
                switch event.change {
                case .pitchBend(let cents): bend = cents
                case .tuning(let cents): tuning = cents
                default: break
                }
            }
            return bend + tuning
        }
        #expect(try abs(final([.tuning(cents: 37)]) - 37) < 0.02)
        #expect(try abs(final([.tuning(cents: -100)]) + 100) < 0.02)
        #expect(try abs(final([.tuning(cents: 180)]) - 180) < 0.1)
        #expect(try abs(final([.pitchBend(cents: 500), .tuning(cents: -150)]) - 350) < 0.1)
        #expect(try abs(final([.tuning(cents: 150), .pitchBend(cents: 300), .tuning(cents: 20)]) - 320) < 0.1)
        #expect(try abs(final([.pitchBend(cents: 12700)]) - 12700) < 2)
    }

    @Test("Drums on other channels and melodic parts on channel 10 read back as such")
    func rhythm() throws {
        #expect(try back(part([], role: .drums, channel: 10)).isDrums)
        let melody = try back(part([], channel: 9, bank: 3))
        #expect(!melody.isDrums && melody.bank == 3)
    }

    @Test("Parts on one channel share it if they carry the same, and read back separately if not")
    func sharedChannel() throws {
        var first = part([.controller(64, value: 127)])
        var others = (0..<3).map { _ in part([.controller(64, value: 127)]) }
        others[1].program = 40
        others[2].controllers = [ControlEvent(tick: 0, change: .controller(7, value: 30))]
        first.name = "First"
        let score = Score(tempoMap: TempoMap(ticksPerQuarter: 480, changes: []), parts: [first] + others)
        #expect(
            ChannelPlan(score.parts, .asInScore).addresses == [
                ChannelPlan.Address(port: 0, channel: 0), ChannelPlan.Address(port: 0, channel: 0, isShared: true),
                ChannelPlan.Address(port: 1, channel: 0), ChannelPlan.Address(port: 2, channel: 0),
            ])
        let back = try MIDISong(MIDIFileWriter.bytes(score)).score.parts
        #expect(back.map(\.program) == [4, 4, 40, 4])
        #expect(back.map(\.controllers) == score.parts.map(\.controllers))
    }
}
