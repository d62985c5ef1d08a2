import Testing
@testable import LofiScore
@testable import LofiScoreFiles

@Suite("Channel state")
struct ChannelTests {
    private typealias File = MIDIFixture

    private func changes(_ part: Part) -> [ControlEvent.Change] { part.controllers.map(\.change) }

    @Test("Pedal, volume and program reach every track of a channel in order of time, also from tracks with notes")
    func shared() throws {
        let score = try File.song(
            File.bytes(0, 0xC0, 4) + File.note(60) + File.control(7, 80, after: 10),
            File.note(48) + File.control(64, 127, after: 5) + File.control(64, 0, after: 50))
        #expect(score.parts.map(\.program) == [4, 4])
        let wanted = [
            ControlEvent(tick: 105, change: .controller(64, value: 127)),
            ControlEvent(tick: 110, change: .controller(7, value: 80)),
            ControlEvent(tick: 155, change: .controller(64, value: 0)),
        ]
        #expect(score.parts.allSatisfy { $0.controllers == wanted })
        #expect(score.parts.map { $0.notes.map(\.pitch) } == [[60], [48]])
    }

    @Test("A bend range set in a track without notes applies to bends in another track")
    func bendRangeOfAnotherTrack() throws {
        let score = try File.song(File.registered(0, 12 << 7), File.bytes(0, 0xE0, 0x7F, 0x7F) + File.note(60))
        guard case .pitchBend(let cents)? = score.parts[0].controllers.last?.change else {
            Issue.record("no bend")
            return
        }
        #expect(abs(60 + cents / 100 - 72) < 0.01)
    }

    @Test("Bend ranges reach 127 semitones with cents, and can be incremented")
    func bendRanges() throws {
        func cents(_ setting: [UInt8]) throws -> Double {
            let part = try File.song(setting + File.bytes(0, 0xE0, 0, 0) + File.note(60)).parts[0]
            guard case .pitchBend(let cents)? = part.controllers.last?.change else { return .nan }
            return cents
        }
        #expect(try cents([]) == -200)
        #expect(try cents(File.registered(0, 127 << 7 | 50)) == -12750)
        #expect(try cents(File.registered(0, 3 << 7) + File.control(96, 0) + File.control(96, 0)) == -302)
        #expect(try cents(File.registered(0, 3 << 7) + File.control(97, 0)) == -299)
        // Another parameter, or none, is not the bend range.
        #expect(try cents(File.control(99, 1) + File.control(98, 8) + File.control(6, 12)) == -200)
        #expect(try cents(File.registered(0, 3 << 7) + File.registered(0x7F, 12 << 7)) == -300)
    }

    @Test("Coarse tuning transposes, fine tuning is in cents, and drums are unaffected")
    func tuning() throws {
        let coarse = File.registered(2, 52 << 7) + File.note(72)
        #expect(try File.song(coarse).parts[0].notes[0].pitch == 60)
        let later = File.note(72) + coarse
        #expect(try File.song(later).parts[0].notes.map(\.pitch) == [72, 60])
        // Pitches out of range are shifted back by octaves.
        #expect(try File.song(File.registered(2, 0) + File.note(30)).parts[0].notes[0].pitch == 2)
        let fine = try File.song(File.registered(1, 8192 + 2048) + File.note(72)).parts[0]
        #expect(changes(fine).last == .tuning(cents: 25) && fine.notes[0].pitch == 72)
        let drums = try File.song(
            File.registered(2, 52 << 7, channel: 9) + File.registered(1, 0, channel: 9) + File.note(38, channel: 9))
        #expect(drums.parts[0].notes[0].pitch == 38 && drums.parts[0].controllers.isEmpty)
    }

    @Test("A port event at the first tick of a track applies to the whole track")
    func port() throws {
        func score(_ strings: [UInt8]) throws -> Score {
            try File.song(File.port(0) + File.bytes(0, 0xC0, 73) + File.note(84), strings + File.note(60))
        }
        let before = try score(File.port(1) + File.bytes(0, 0xC0, 48) + File.control(7, 90))
        let after = try score(File.bytes(0, 0xC0, 48) + File.control(7, 90) + File.port(1))
        #expect(before == after && after.parts.map(\.program) == [73, 48])
    }

    @Test("All sound off and all notes off end held notes, also in other tracks of the channel")
    func noteEnds() throws {
        for controller: UInt8 in [120, 123, 124, 125, 126, 127] {
            let held: [UInt8] = [0, 0x90, 60, 90, 0, 0x91, 62, 90]
            let end = File.control(controller, 0, after: 100)
            let inTrack = try File.song(held + end + File.bytes(100, 0x80, 60, 0, 0, 0x81, 62, 0))
            let ofOther = try File.song(held + File.bytes(0x81, 0x48, 0x80, 60, 0, 0, 0x81, 62, 0), end)
            for score in [inTrack, ofOther] {
                #expect(score.parts.map { $0.notes[0].endTick } == [100, 200], "controller \(controller)")
            }
        }
        let other = try File.song(
            File.bytes(0, 0x90, 60, 90) + File.control(122, 0, after: 100) + File.bytes(100, 0x80, 60, 0))
        #expect(other.parts[0].notes[0].endTick == 200)
        // A key played afterwards is a new note.
        let again = try File.song(
            File.bytes(0, 0x90, 60, 90) + File.control(123, 0, after: 50)
                + File.bytes(50, 0x90, 60, 90, 50, 0x80, 60, 0))
        #expect(again.parts[0].notes.map(\.endTick) == [50, 150])
    }

    @Test("The pedal holds notes through all notes off; all sound off reaches the synthesizer")
    func soundOff() throws {
        func kinds(_ controller: UInt8) throws -> [ControlEvent.Change] {
            let track = File.control(64, 127) + File.bytes(0, 0x90, 60, 90) + File.control(controller, 0, after: 50)
            return changes(try File.song(track).parts[0])
        }
        #expect(try kinds(123) == [.controller(64, value: 127)])
        #expect(try kinds(120) == [.controller(64, value: 127), .controller(120, value: 0)])
    }

    @Test("Sound controllers, both pressures and generators reach the part; banks and parameters do not")
    func passedOn() throws {
        let numbers = (1...119).filter { ![6, 32, 38, 96, 97, 98, 99, 100, 101].contains($0) }
        var track: [UInt8] = []
        for number in numbers { track += File.control(UInt8(number), 33) }
        track += [0, 0xD0, 44, 0, 0xA0, 60, 55]
        track += File.control(99, 120) + File.control(98, 8) + File.control(38, 1) + File.control(6, 65)
        track += File.control(0, 3) + File.control(32, 2) + File.registered(5, 100)
        let part = try File.song(track + File.bytes(0, 0xC0, 1) + File.note(60)).parts[0]
        var wanted: [ControlEvent.Change] = numbers.map { .controller($0, value: 33) }
        wanted += [.pressure(44), .keyPressure(pitch: 60, value: 55), .generator(8, value: 65 << 7 | 1)]
        #expect(changes(part) == wanted)
        #expect(part.bank == 3 << 7 | 2)
    }

    @Test("GS and XG parameters with an equivalent controller become that controller")
    func soundControllers() throws {
        let track = File.control(99, 1) + File.control(98, 0x20) + File.control(6, 80) + File.note(60)
        #expect(changes(try File.song(track).parts[0]) == [.controller(74, value: 80)])
    }

    @Test("Reset all controllers resets changed ones and leaves volume, pan and sound controllers")
    func reset() throws {
        let moved: [UInt8] = [1, 7, 10, 11, 64, 66, 71, 91]
        var track = File.bytes(0, 0xE0, 0, 0x50, 0, 0xD0, 9) + moved.flatMap { File.control($0, 70) }
        track += File.control(121, 0, after: 10) + File.note(60)
        let part = try File.song(track).parts[0]
        #expect(
            part.controllers.filter { $0.tick == 10 }.map(\.change) == [
                .controller(1, value: 0), .controller(11, value: 127), .controller(64, value: 0),
                .controller(66, value: 0), .pitchBend(cents: 0), .pressure(0),
            ])
    }

    @Test("A program change after the first note keeps its bank")
    func laterProgram() throws {
        let track =
            File.bytes(0, 0xC0, 4) + File.note(60) + File.control(0, 8) + File.bytes(0, 0xC0, 4, 0, 0xC0, 4)
            + File.note(62)
        let part = try File.song(track).parts[0]
        #expect(part.program == 4 && part.bank == 0 && changes(part) == [.program(4, bank: 8 << 7)])
    }
}
