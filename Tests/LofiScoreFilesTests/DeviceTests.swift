import Testing
@testable import LofiScore
@testable import LofiScoreFiles

@Suite("Device messages")
struct DeviceTests {
    private typealias File = MIDIFixture

    private static let gsReset: [UInt8] = [0x41, 0x10, 0x42, 0x12, 0x40, 0, 0x7F, 0, 0x41]
    private static let xgOn: [UInt8] = [0x43, 0x10, 0x4C, 0, 0, 0x7E, 0]

    private func isDrums(_ setting: [UInt8], channel: UInt8, bank: UInt8? = nil) throws -> Bool {
        let select = bank.map { File.control(0, $0, channel: channel) } ?? []
        let track = setting + select + File.bytes(0, 0xC0 | channel, 0) + File.note(38, channel: channel)
        return try File.song(track).parts[0].isDrums
    }

    @Test("Channel 10 plays drums, others do not")
    func byNumber() throws {
        #expect(try isDrums([], channel: 9) && !isDrums([], channel: 10))
        #expect(try isDrums(File.systemExclusive([0x7E, 0x7F, 9, 1]), channel: 9))
    }

    @Test(
        "GS can turn a channel into a rhythm part, and channel 10 into a melodic one",
        arguments: [(0x10, 9), (0x11, 0), (0x19, 8), (0x1A, 10)])
    func gsRhythm(block: Int, channel: Int) throws {
        func setting(_ value: UInt8) -> [UInt8] {
            File.systemExclusive(Self.gsReset)
                + File.systemExclusive([0x41, 0x10, 0x42, 0x12, 0x40, UInt8(block), 0x15, value, 0], after: 10)
        }
        #expect(try isDrums(setting(1), channel: UInt8(channel)) && !isDrums(setting(0), channel: UInt8(channel)))
    }

    @Test("XG selects a drum part by its mode or by its bank")
    func xgRhythm() throws {
        let on = File.systemExclusive(Self.xgOn)
        func mode(_ value: UInt8) -> [UInt8] { on + File.systemExclusive([0x43, 0x10, 0x4C, 8, 4, 7, value]) }
        #expect(try isDrums(mode(2), channel: 4) && !isDrums(mode(0), channel: 4))
        #expect(try isDrums(on, channel: 3, bank: 127) && isDrums(on, channel: 3, bank: 126))
        #expect(try !isDrums(on, channel: 3, bank: 64) && isDrums(on, channel: 9, bank: 121))
    }

    @Test("GM2 banks select drums and melodic sounds, even if a file does not declare GM2")
    func gm2Banks() throws {
        for setting in [[], File.systemExclusive([0x7E, 0x7F, 9, 3])] {
            #expect(try isDrums(setting, channel: 2, bank: 120) && !isDrums(setting, channel: 9, bank: 121))
        }
        let gs = File.systemExclusive(Self.gsReset)
        #expect(try isDrums(gs, channel: 9, bank: 121) && !isDrums(gs, channel: 2, bank: 127))
        let variation = File.control(0, 121) + File.control(32, 3) + File.bytes(0, 0xC0, 40) + File.note(60)
        #expect(try File.song(variation).parts[0].bank == 3)
    }

    @Test("A reset precedes everything else at its tick, in any track")
    func resetFirst() throws {
        let score = try File.song(
            File.bytes(0, 0xC0, 40) + File.control(7, 30) + File.note(60), File.systemExclusive(Self.gsReset))
        #expect(score.parts[0].program == 40)
        #expect(score.parts[0].controllers.map(\.change) == [.controller(7, value: 30)])
    }

    @Test("A channel that alternates between drums and melody becomes a part of each")
    func changing() throws {
        let track =
            File.note(36, channel: 2) + File.control(0, 120, channel: 2) + File.bytes(0, 0xC2, 8)
            + File.note(38, channel: 2)
        let parts = try File.song(track).parts
        #expect(parts.map(\.isDrums) == [false, true] && parts.map { $0.notes.map(\.pitch) } == [[36], [38]])
        #expect(parts[1].program == 8)
    }

    @Test(
        "Master transposition affects all notes except drums",
        arguments: [
            [0x7F, 0x7F, 4, 4, 0, 0x3B], [0x41, 0x10, 0x42, 0x12, 0x40, 0, 5, 0x3B, 0],
            [0x43, 0x10, 0x4C, 0, 0, 6, 0x3B],
        ] as [[UInt8]])
    func transposition(message: [UInt8]) throws {
        let score = try File.song(File.systemExclusive(message) + File.note(72), File.note(40, channel: 9))
        #expect(score.parts.map { $0.notes[0].pitch } == [67, 40])
    }

    @Test(
        "Master tuning is in cents",
        arguments: [
            [0x7F, 0x7F, 4, 3, 0, 0x60], [0x41, 0x10, 0x42, 0x12, 0x40, 0, 0, 0, 5, 15, 4, 0],
            [0x43, 0x10, 0x4C, 0, 0, 0, 0, 5, 15, 4],
        ] as [[UInt8]])
    func tuning(message: [UInt8]) throws {
        let part = try File.song(File.systemExclusive(message) + File.registered(1, 8192 + 4096) + File.note(72)).parts[
            0]
        #expect(part.controllers.first?.change == .tuning(cents: 50))
        #expect(part.controllers.last?.change == .tuning(cents: 100))
    }

    @Test("Master volume scales every channel's volume, also when split into packets")
    func volume() throws {
        let half = File.systemExclusive([0x7F, 0x7F, 4, 1, 0, 0x40])
        let packets: [UInt8] = [0, 0xF0, 4, 0x7F, 0x7F, 4, 1, 0, 0xF7, 3, 0, 0x40, 0xF7]
        for message in [half, packets] {
            let part = try File.song(message + File.control(7, 80) + File.note(60)).parts[0]
            #expect(part.controllers.map(\.change) == [.controller(7, value: 50), .controller(7, value: 40)])
        }
        // Neither an escape nor an unfinished message is a message.
        for bytes: [UInt8] in [
            [0, 0xF7, 7, 0x7F, 0x7F, 4, 1, 0, 0x40, 0xF7], [0, 0xF0, 6, 0x7F, 0x7F, 4, 1, 0, 0x40],
        ] {
            #expect(try File.song(bytes + File.note(60)).parts[0].controllers.isEmpty)
        }
    }

    @Test("Device messages of a track without a port reach all ports, otherwise its own")
    func ports() throws {
        let down = File.systemExclusive([0x7F, 0x7F, 4, 4, 0, 0x3B])
        let players = [File.port(0) + File.note(60), File.port(1) + File.note(60)]
        #expect(try File.song(down, players[0], players[1]).parts.map { $0.notes[0].pitch } == [55, 55])
        #expect(try File.song(File.port(1) + down, players[0], players[1]).parts.map { $0.notes[0].pitch } == [60, 55])
    }

    @Test("A MIDI 2.0 clip is rejected by name, with a remedy")
    func clip() {
        let error = #expect(throws: MIDIError.self) { try MIDISong(Array("SMF2CLIP".utf8) + File.bytes(0, 0x40, 0, 0)) }
        #expect(
            error?.description
                == "byte 0: not a MIDI file: it is a MIDI 2.0 clip file; export the song as a Standard MIDI File (.mid)"
        )
    }
}
