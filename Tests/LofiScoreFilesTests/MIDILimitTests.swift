import Testing
@testable import LofiScore
@testable import LofiScoreFiles

@Suite("Limits of MIDI files")
struct MIDILimitTests {
    private func refusal(_ bytes: [UInt8]) -> MIDIError? {
        do {
            _ = try MIDISong(bytes)
            return nil
        } catch { return error }
    }

    private func chunk(_ body: [UInt8]) -> [UInt8] {
        Array("MTrk".utf8) + (0..<4).map { UInt8(truncatingIfNeeded: body.count >> (24 - 8 * $0)) } + body
    }

    private func header(tracks: Int) -> [UInt8] {
        Array("MThd".utf8) + [0, 0, 0, 6, 0, 1, UInt8(tracks >> 8), UInt8(tracks & 0xFF), 1, 0xE0]
    }

    private func file(_ body: [UInt8]) -> [UInt8] { header(tracks: 1) + chunk(body + [0, 0xFF, 0x2F, 0]) }

    private func repeated(_ event: [UInt8], _ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(event.count * count)
        for _ in 0..<count { bytes += event }
        return bytes
    }

    private let note: [UInt8] = [0, 0x90, 60, 90, 10, 0x80, 60, 0]

    @Test("65,535 tracks are read, one more is rejected at its offset")
    func tracks() throws {
        let track = chunk(note + [0, 0xFF, 0x2F, 0])
        let most = header(tracks: MIDILimits.tracks) + repeated(track, MIDILimits.tracks)
        #expect(try MIDISong(most).score.parts.count == MIDILimits.tracks)
        let error = try #require(refusal(most + track))
        #expect(error.byteOffset == most.count && error.reason.contains("more than 65535 tracks; merge or remove"))
    }

    @Test("The maximum number of notes is read, one more is rejected at its track")
    func notes() throws {
        // Note-ons without note-offs take three bytes each.
        let most = [0, 0x90, 60, 90] + repeated([0, 60, 90], MIDILimits.notes - 1)
        #expect(try MIDISong(file(most)).noteOns == MIDILimits.notes)
        let error = try #require(refusal(file(most + [0, 61, 90])))
        #expect(error.byteOffset == 22 && error.reason.contains("more than 5000000 notes"))
    }

    @Test("The notes of all tracks count together")
    func notesOfTracks() throws {
        let half = chunk([0, 0x90, 60, 90] + repeated([0, 60, 90], MIDILimits.notes / 2) + [0, 0xFF, 0x2F, 0])
        let error = try #require(refusal(header(tracks: 2) + half + half))
        #expect(error.byteOffset == 14 + half.count + 8)
    }

    @Test("A million tempo, meter and key changes are read, one more is rejected at its offset")
    func changes() throws {
        let tempo: [UInt8] = [0, 0xFF, 0x51, 3, 7, 0xA1, 0x20]
        let most = repeated(tempo, MIDILimits.changes)
        #expect(refusal(file(most + note)) == nil)
        let error = try #require(refusal(file(most + [0, 0xFF, 0x59, 2, 0, 0] + note)))
        #expect(error.byteOffset == 22 + most.count + 4 && error.reason.contains("thin them out"))
    }

    @Test("More than five million controller changes are rejected")
    func controllers() throws {
        let most = [0, 0xB0, 7, 100] + repeated([0, 7, 100], MIDILimits.controllers - 1)
        #expect(refusal(file(most + note)) == nil)
        let error = try #require(refusal(file(most + [0, 7, 100] + note)))
        #expect(error.byteOffset == 22 + most.count + 1 && error.reason.contains("thin them out"))
    }

    @Test("Controllers of a channel count once for each of its tracks")
    func sharedControllers() throws {
        let shared = chunk([0, 0xB0, 7, 100] + repeated([0, 7, 100], 99_999) + [0, 0xFF, 0x2F, 0])
        let player = chunk(note + [0, 0xFF, 0x2F, 0])
        #expect(refusal(header(tracks: 51) + shared + repeated(player, 50)) == nil)
        let error = try #require(refusal(header(tracks: 52) + shared + repeated(player, 51)))
        #expect(error.reason.contains("set for several channels and tracks"))
    }

    @Test("A message that sets sixteen channels counts for each of them")
    func deviceMessages() throws {
        func volume(_ value: UInt8) -> [UInt8] { [0, 0xF0, 7, 0x7F, 0x7F, 4, 1, 0, value, 0xF7] }
        let changing = repeated(volume(1) + volume(2), MIDILimits.controllers / 32)
        let error = try #require(refusal(file(changing + volume(1) + note)))
        #expect(error.reason.contains("set for several channels"))
    }

    @Test("A song of more than a day is rejected, even if it is one long note")
    func hours() throws {
        // At 480 ticks per quarter and 120 bpm 82,944,000 ticks are 24 hours.
        func song(_ delta: [UInt8]) -> [UInt8] { file([0, 0x90, 60, 90] + delta + [0x80, 60, 0]) }
        #expect(refusal(song([0xA7, 0xC6, 0xC0, 0x00])) == nil)
        let error = try #require(refusal(song([0xA7, 0xC7, 0xC0, 0x00])))
        #expect(error.reason == "the song is 24.0 hours long: at most 24 are allowed; cut it")
    }

    @Test("Too many quarter notes or bars for the beat analysis are rejected")
    func quarters() throws {
        // One tick per quarter, a microsecond each: 524,288 of them are half a second.
        let tempo: [UInt8] = [0, 0xFF, 0x51, 3, 0, 0, 1]
        func song(_ meter: [UInt8], _ delta: [UInt8]) -> [UInt8] {
            var bytes = file(tempo + [0, 0xFF, 0x58, 4] + meter + [24, 8, 0, 0x90, 60, 90] + delta + [0x80, 60, 0])
            (bytes[12], bytes[13]) = (0, 1)
            return bytes
        }
        #expect(refusal(song([4, 2], [0x9E, 0xC2, 0x20])) == nil)
        #expect(try #require(refusal(song([4, 2], [0xA0, 0x80, 0x00]))).reason.contains("524288 quarter notes"))
        // Sixteen bars of one sixty-fourth in a quarter of 16 ticks.
        var short = file(tempo + [0, 0xFF, 0x58, 4, 1, 6, 24, 8, 0, 0x90, 60, 90, 0xA0, 0x80, 0x00, 0x80, 60, 0])
        (short[12], short[13]) = (0, 16)
        #expect(try #require(refusal(short)).reason.contains("524288 bars"))
    }

    @Test("At most twenty warnings are kept for invalid tempos of a track")
    func warnings() throws {
        let song = try MIDISong(file(repeated([0, 0xFF, 0x51, 3, 0, 0, 0], 1000) + note))
        #expect(song.warnings.count == MIDILimits.warnings)
    }
}
