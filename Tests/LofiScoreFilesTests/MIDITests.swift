import LofiPlugin
import Foundation
import Testing
@testable import LofiScore
@testable import LofiScoreFiles

@Suite("MIDI files")
struct MIDITests {
    /// A file of format 1 with the tracks' events.
    static func file(_ tracks: [[UInt8]], format: UInt8 = 1, division: [UInt8] = [0x01, 0xE0]) -> [UInt8] {
        var bytes = Array("MThd".utf8) + [0, 0, 0, 6, 0, format, 0, UInt8(tracks.count)] + division
        for track in tracks {
            let body = track + [0, 0xFF, 0x2F, 0]
            bytes += Array("MTrk".utf8) + [0, 0, UInt8(body.count >> 8), UInt8(body.count & 0xFF)] + body
        }
        return bytes
    }

    private let twoNotes: [UInt8] = [0, 0x90, 60, 100, 0x83, 0x60, 60, 0, 0, 64, 90, 0x83, 0x60, 64, 0]

    @Test("Running status and velocity 0 as note-off are read at 480 ticks per quarter")
    func notes() throws {
        let song = try MIDISong(Self.file([twoNotes]))
        let part = try #require(song.score.parts.first)
        #expect(
            part.notes == [
                Note(startTick: 0, durationTicks: 480, pitch: 60, velocity: 100),
                Note(startTick: 480, durationTicks: 480, pitch: 64, velocity: 90),
            ])
        #expect(song.noteOns == 2 && song.notesPerChannel == [1: 2] && song.warnings.isEmpty)
        #expect(song.score.tempoMap.seconds(at: 960) == 1)
    }

    @Test("More than a minute of silence before or after the music gives a warning")
    func silence() throws {
        // 57,600 ticks at 120 bpm are a minute.
        func song(before: [UInt8], behind: [UInt8]) throws -> [String] {
            let note = before + [0x90, 60, 100, 0x83, 0x60, 60, 0]
            return try MIDISong(Self.file([note + behind + [0xFF, 0x01, 0]])).warnings.map(\.message)
        }
        #expect(try song(before: [0x83, 0xC2, 0x00], behind: [0x83, 0xC2, 0x00]).isEmpty)
        let before = try song(before: [0x83, 0xCA, 0x00], behind: [0])
        #expect(before.count == 1 && before[0].hasPrefix("61 s of silence before the first note"))
        let behind = try song(before: [0], behind: [0x83, 0xCA, 0x00])
        #expect(behind.count == 1 && behind[0].contains("continues for 61 s after its last note"))
    }

    @Test("Running status continues across meta events and system exclusive messages")
    func runningStatus() throws {
        let track: [UInt8] = [
            0, 0x90, 60, 100, 10, 0xFF, 0x01, 1, 65, 10, 60, 0, 0, 0xF0, 2, 1, 0xF7, 0, 62, 80, 10, 62, 0,
        ]
        #expect(try MIDISong(Self.file([track])).noteOns == 2)
    }

    @Test("Tempo and meter are read from any track; a tempo of 0 is ignored")
    func tempo() throws {
        let second: [UInt8] = [
            0, 0xFF, 0x51, 3, 0x0F, 0x42, 0x40, 0, 0xFF, 0x58, 4, 6, 3, 24, 8, 10, 0xFF, 0x51, 3, 0, 0, 0,
        ]
        let song = try MIDISong(Self.file([twoNotes, second]))
        #expect(song.score.tempoMap.beatsPerMinute(at: 0) == 60 && song.score.tempoMap.changes.count == 1)
        #expect(song.score.meterMap.meter(at: 0) == MeterMap.Meter(beats: 6, unit: 8))
        #expect(song.warnings.count == 1)
    }

    @Test("The sequences of format 2 play in succession, each at its own tempo")
    func sequences() throws {
        let slow: [UInt8] = [0, 0xFF, 0x51, 3, 0x0F, 0x42, 0x40] + twoNotes
        let song = try MIDISong(Self.file([twoNotes, slow], format: 2))
        let starts = song.score.parts.flatMap(\.notes).map(\.startTick).sorted()
        #expect(starts == [0, 480, 960, 1440])
        // A second at 120 bpm, two at 60.
        #expect(abs(song.score.tempoMap.seconds(at: song.score.lastNoteEndTick) - 3) < 1e-9)
        #expect(song.warnings.map(\.message) == ["format 2: its 2 sequences play one after another"])
    }

    @Test("In SMPTE time 25 frames of 40 ticks are a second, irrespective of the tempo")
    func smpte() throws {
        let track: [UInt8] = [0, 0xFF, 0x51, 3, 1, 0, 0, 0, 0x90, 60, 100, 0x87, 0x68, 60, 0]
        let score = try MIDISong(Self.file([track], division: [0xE7, 40])).score
        #expect(abs(score.tempoMap.seconds(at: score.lastNoteEndTick) - 1) < 1e-9)
    }

    @Test("Pitch bend follows the range set by the file")
    func bendRange() throws {
        let track: [UInt8] = [0, 0xB0, 101, 0, 0, 100, 0, 0, 6, 12, 0, 0xE0, 0x7F, 0x7F, 0, 0x90, 60, 100, 10, 60, 0]
        let controllers = try #require(try MIDISong(Self.file([track])).score.parts.first?.controllers)
        guard case .pitchBend(let cents)? = controllers.last?.change else {
            throw MIDIError(byteOffset: 0, reason: "no bend")
        }
        #expect(abs(cents - 1200) < 0.2)
    }

    @Test("Equal channels on two ports are two parts")
    func ports() throws {
        let tracks: [[UInt8]] = [[0, 0xFF, 0x21, 1, 0] + twoNotes, [0, 0xFF, 0x21, 1, 1] + twoNotes]
        #expect(try MIDISong(Self.file(tracks)).score.parts.count == 2)
    }

    @Test("Control characters in a name are removed")
    func names() throws {
        let name: [UInt8] = [0x1B, 0x5B, 0x33, 0x31, 0x6D, 0x48, 0x69, 0x07]
        let track: [UInt8] = [0, 0xFF, 0x03, UInt8(name.count)] + name + twoNotes
        #expect(try MIDISong(Self.file([track])).score.parts.first?.name == "[31mHi")
    }

    @Test("A file that is not a song is rejected with position and reason")
    func refusals() throws {
        func reason(_ bytes: [UInt8]) -> String {
            do {
                _ = try MIDISong(bytes)
                return ""
            } catch { return error.description }
        }
        #expect(reason([]) == "byte 0: the file is empty")
        #expect(reason([0x1F, 0x8B, 8, 0]).contains("gzip"))
        #expect(reason(Array("<html>".utf8)).contains("web page"))
        #expect(reason(Self.file([twoNotes], division: [0, 0])).contains("division 0"))
        #expect(reason(Self.file([[]])).contains("no notes"))
        #expect(reason(Self.file([twoNotes], division: [0xE7, 0])).contains("SMPTE resolution 0"))
    }

    @Test("A file truncated anywhere plays with a warning or is rejected, with an offset inside it")
    func truncation() {
        let whole = Self.file([twoNotes, twoNotes])
        for count in 0..<whole.count {
            let cut = Array(whole.prefix(count))
            do {
                let song = try MIDISong(cut)
                #expect(!song.warnings.isEmpty, "\(count) bytes")
            } catch { #expect((0...count).contains(error.byteOffset), "\(count) bytes") }
        }
    }

    @Test("A controller beyond the range of frames is clamped to the last frame")
    func lateControllers() {
        let slow = TempoMap.Change(tick: 0, picosecondsPerQuarter: 0xFF_FFFF * 1_000_000)
        #expect(TempoMap(ticksPerQuarter: 1, changes: [slow]).frame(at: 1 << 50, sampleRate: 44_100) == Int.max)
    }

    @Test("Random damage never crashes the reader")
    func damage() {
        var random = RandomStream(seed: 42, place: "damage")
        let whole = Self.file([twoNotes, twoNotes + twoNotes])
        for _ in 0..<20000 {
            var bytes = whole
            for _ in 0...Int(random.uniform(0...4)) {
                bytes[Int(random.unit() * Double(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            do {
                let song = try MIDISong(bytes)
                #expect(
                    song.score.parts.allSatisfy {
                        $0.notes.allSatisfy { $0.durationTicks >= 0 && (1...127).contains($0.velocity) }
                    })
            } catch { #expect(error.byteOffset <= bytes.count) }
        }
    }

    @Test("A written file reads back the same")
    func roundTrip() throws {
        var random = RandomStream(seed: 3, place: "round trip")
        for _ in 0..<50 {
            let score = Self.randomScore(&random)
            let back = try MIDISong(MIDIFileWriter.bytes(score)).score
            #expect(back.tempoMap == score.tempoMap && back.meterMap == score.meterMap)
            #expect(back.parts.map(\.notes) == score.parts.map(\.notes))
            #expect(back.parts.map(\.program) == score.parts.map(\.program))
            #expect(back.parts.map(\.name) == score.parts.map(\.name))
        }
    }

    @Test("With a channel for each part, twenty parts and two kits read back separately without losing a note")
    func oneChannelEach() throws {
        var random = RandomStream(seed: 5, place: "channels")
        var score = Self.randomScore(&random)
        let parts = score.parts
        score.parts = (0..<20).map { index in
            var part = parts[index % parts.count]
            part.name = "Part \(index)"
            part.channel = 0
            return part
        }
        for index in [3, 7] { (score.parts[index].role, score.parts[index].channel) = (.drums, 9) }
        // A key struck again while it sounds.
        score.parts[0].notes = [
            Note(startTick: 0, durationTicks: 500, pitch: 60, velocity: 90),
            Note(startTick: 200, durationTicks: 100, pitch: 60, velocity: 80),
        ]
        let back = try MIDISong(MIDIFileWriter.bytes(score, channels: .oneEach)).score
        #expect(back.parts.map(\.name) == score.parts.map(\.name))
        #expect(back.parts.map(\.isDrums) == score.parts.map(\.isDrums))
        #expect(back.parts.dropFirst().map(\.notes) == score.parts.dropFirst().map(\.notes))
        #expect(back.parts[0].notes.map(\.durationTicks) == [200, 100])
    }

    @Test("Bends read back in cents, including returns to the centre")
    func bends() throws {
        for cents in [[0.0], [150, 0], [-1150, 30.5]] {
            var random = RandomStream(seed: 6, place: "bends")
            var score = Self.randomScore(&random)
            score.parts[0].controllers = cents.enumerated().map { index, cents in
                ControlEvent(tick: 10 + index, change: .pitchBend(cents: cents))
            }
            let back = try MIDISong(MIDIFileWriter.bytes(score)).score.parts[0].controllers.compactMap { event in
                if case .pitchBend(let cents) = event.change { cents } else { nil }
            }
            #expect(back.count == cents.count && zip(back, cents).allSatisfy { abs($0 - $1) < 0.3 }, "\(back)")
        }
    }

    private static func randomScore(_ random: inout RandomStream) -> Score {
        let parts = (0..<3).map { index -> Part in
            var tick = 0
            let notes = (0..<20).map { _ -> Note in
                tick += Int(random.uniform(1...500))
                return Note(
                    startTick: tick, durationTicks: Int(random.uniform(1...300)),
                    pitch: 40 + Int(random.uniform(0...40)),
                    velocity: Int(random.uniform(1...127)))
            }
            // A file does not preserve which of two overlapping notes of one pitch ends first.
            var apart: [Note] = []
            for note in notes where !apart.contains(where: { $0.pitch == note.pitch && $0.endTick > note.startTick }) {
                apart.append(note)
            }
            return Part(
                name: "Part \(index)", role: .chords, program: Int(random.uniform(0...127)), channel: index,
                notes: apart)
        }
        return Score(
            tempoMap: TempoMap(
                ticksPerQuarter: 480,
                changes: [
                    TempoMap.Change(tick: 0, picosecondsPerQuarter: 750_000_000_000),
                    TempoMap.Change(tick: 960, picosecondsPerQuarter: 400_000_000_000),
                ]),
            meterMap: MeterMap(
                ticksPerQuarter: 480, changes: [MeterMap.Change(tick: 0, meter: MeterMap.Meter(beats: 3, unit: 4))]),
            parts: parts)
    }

    @Test("5,000 tempo changes in three hours end within a frame of the exact sum")
    func exactTime() {
        var random = RandomStream(seed: 9, place: "tempo")
        var changes: [TempoMap.Change] = []
        var exact = Int128(0)
        var tick = 0
        for _ in 0..<5000 {
            let micros = Int64(random.uniform(300_000...1_200_000))
            let length = Int(random.uniform(500...4000))
            changes.append(TempoMap.Change(tick: tick, picosecondsPerQuarter: micros * 1_000_000))
            exact += Int128(length) * Int128(micros)
            tick += length
        }
        let score = Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, changes: changes),
            parts: [
                Part(name: "", role: .melody, notes: [Note(startTick: 0, durationTicks: tick, pitch: 60, velocity: 90)])
            ])
        // ticks × µs / 480 / 10⁶ × 48,000 frames.
        let wanted = Int(exact * 48000 / 480_000_000)
        #expect(wanted > 3 * 3600 * 48000 / 2)
        #expect(abs(Performance(score, sampleRate: 48000).lengthFrames - wanted) <= 1)
    }
}
