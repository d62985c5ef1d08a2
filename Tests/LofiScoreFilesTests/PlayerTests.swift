import Testing
@testable import LofiScore
@testable import LofiScoreFiles

@Suite("One player over several channels")
struct PlayerTests {
    private typealias File = MIDIFixture

    /// A keyboard on channels 2 to 16, each note on the next, odd ones bent by 1/8 of the range of 48 semitones.
    private static let keyboard: [UInt8] = {
        var track = File.registered(6, 15 << 7)
        for index in 0..<30 {
            let channel = UInt8(1 + index % 15)
            track += [0, 0xE0 | channel, 0, index % 2 == 0 ? 0x40 : 0x48] + File.note(60, ticks: 50, channel: channel)
        }
        return track
    }()

    /// Bends in cents by the onset they apply to.
    private func soundingPitches(_ score: Score) -> [Double] {
        var pitches: [(frame: Int, pitch: Double)] = []
        for channel in Performance(score, sampleRate: 44_100).parts[0].channels {
            var bend = 0.0
            for event in channel {
                switch event.kind {
                case .pitchBend(let cents): bend = cents
                case .noteOn(let pitch, _): pitches.append((event.frame, Double(pitch) + bend / 100))
                default: break
                }
            }
        }
        return pitches.sorted { $0.frame < $1.frame }.map(\.pitch)
    }

    @Test("An MPE keyboard is one part without drums, with a bend per note")
    func mpe() throws {
        let score = try File.song(Self.keyboard)
        #expect(score.parts.count == 1 && !score.parts[0].isDrums && score.parts[0].notes.count == 30)
        #expect(score.parts[0].notes.map(\.member) == (0..<30).map { 1 + $0 % 15 })
        #expect(soundingPitches(score) == (0..<30).map { $0 % 2 == 0 ? 60 : 66 })
    }

    @Test("The manager channel applies to every note, and its bend is added to theirs")
    func manager() throws {
        let track =
            File.registered(6, 3 << 7) + File.bytes(0, 0xC0, 4, 0, 0xE0, 0, 0x60) + File.control(64, 127)
            + File.bytes(0, 0xE1, 0, 0x44) + File.note(60, channel: 1) + File.note(64, channel: 2)
        let score = try File.song(track)
        #expect(score.parts.map(\.program) == [4])
        // A range of 2 semitones for the manager, 48 for the members.
        #expect(soundingPitches(score) == [64, 65])
        let channels = Performance(score, sampleRate: 44_100).parts[0].channels
        #expect(channels.count == 2)
        #expect(channels.allSatisfy { $0.contains { $0.kind == .controller(64, value: 127) } })
    }

    @Test("A zone has its declared channels, others are separate parts, and channel 16 can also have a zone")
    func zones() throws {
        let lower = File.registered(6, 2 << 7) + File.note(60, channel: 1) + File.note(62, channel: 2)
        let upper = File.registered(6, 3 << 7, channel: 15) + File.note(70, channel: 14) + File.note(72, channel: 12)
        let score = try File.song(lower + File.note(64, channel: 3) + File.note(38, channel: 9) + upper)
        #expect(score.parts.map { $0.notes.map(\.pitch) } == [[60, 62], [64], [38], [70, 72]])
        #expect(score.parts.map(\.isDrums) == [false, false, true, false])
        #expect(score.parts[3].notes.map(\.member) == [1, 3])
    }

    @Test("A zone with one track per channel is one part")
    func zoneOverTracks() throws {
        let score = try File.song(
            File.registered(6, 5 << 7), File.name([0x41]) + File.note(60, channel: 1), File.note(64, channel: 2),
            File.note(67, channel: 3))
        #expect(
            score.parts.count == 1 && score.parts[0].name == "A" && score.parts[0].notes.map(\.pitch) == [60, 64, 67])
    }

    /// Six strings on channels from 11 on, one note after another, most of them bent.
    private func string(_ index: UInt8, bent: Bool = true, program: UInt8 = 25) -> [UInt8] {
        let channel = 10 + index
        let bend: [UInt8] = bent ? [0, 0xE0 | channel, 0, 0x48] : []
        return File.bytes(0, 0xC0 | channel, program) + bend + File.note(40 + 5 * index, channel: channel)
            + File.note(41 + 5 * index, channel: channel)
    }

    @Test("A guitar with a channel per string is one part, in one track or in similarly named tracks")
    func guitar() throws {
        let oneTrack = try File.song((0..<6).flatMap { string($0, bent: $0 != 2) })
        let tracks = (0..<6).map { File.name(Array("String \(6 - $0)".utf8)) + string($0) }
        let sixTracks = try MIDISong(MIDITests.file(tracks)).score
        for score in [oneTrack, sixTracks] {
            #expect(score.parts.count == 1 && score.parts[0].program == 25 && score.parts[0].notes.count == 12)
            #expect(Set(score.parts[0].notes.map(\.member)) == Set(1...6))
        }
    }

    @Test("Similar parts stay separate if they have no bends, other programs, chords or other names")
    func noGuitar() throws {
        #expect(try File.song((0..<6).flatMap { string($0, bent: false) }).parts.count == 6)
        #expect(try File.song((0..<6).flatMap { string($0, program: 40 + $0) }).parts.count == 6)
        #expect(try File.song((0..<3).flatMap { string($0) }).parts.count == 3)
        let chord: [UInt8] =
            (0..<6).flatMap { [0, 0x9A, 60 + UInt8($0), 90] } + (0..<6).flatMap { [9, 0x8A, 60 + UInt8($0), 0] }
        #expect(try File.song((0..<6).flatMap { string($0) } + chord).parts.count == 6)
        let names = ["Horn", "Flute", "Oboe", "Reed", "Alto", "Bass"]
        let tracks = (0..<6).map { File.name(Array(names[$0].utf8)) + string(UInt8($0)) }
        #expect(try MIDISong(MIDITests.file(tracks)).score.parts.count == 6)
    }

    @Test("It is written as an MPE zone on a port of its own and reads back the same", arguments: [true, false])
    func roundTrip(oneEach: Bool) throws {
        let score = try File.song(Self.keyboard, File.note(48, channel: 0), File.note(38, channel: 9))
        let back = try MIDISong(MIDIFileWriter.bytes(score, channels: oneEach ? .oneEach : .asInScore)).score
        #expect(back.parts.map(\.notes) == score.parts.map(\.notes))
        #expect(back.parts.map(\.isDrums) == score.parts.map(\.isDrums))
        #expect(zip(soundingPitches(back), soundingPitches(score)).allSatisfy { abs($0 - $1) < 0.01 })
    }
}
