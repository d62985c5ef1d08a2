import Foundation
import LofiAudioFile
import LofiPlugin
import LofiScore
import Testing
@testable import LofiEngine

@Suite("Tags of a rendered song")
struct SongTagsTests {
    private static let style = Result { try StyleLibrary(userFolder: nil).style("rainy-cafe") }

    /// Sixteen bars of C major, round the chords A minor, F, C and G, at 75 bpm.
    private static let song: Score = {
        let chords = [[45, 57, 60, 64], [41, 57, 60, 65], [48, 55, 60, 64], [43, 55, 59, 62]]
        let notes = (0..<16).flatMap { bar in
            chords[bar % 4].map { Note(startTick: bar * 1920, durationTicks: 1800, pitch: $0, velocity: 80) }
        }
        return Score(
            title: "Late Train", tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 75),
            parts: [Part(name: "Keys", role: .chords, program: 4, notes: notes)])
    }()

    private func completed(_ tags: AudioTags = AudioTags(), _ change: (inout Score) -> Void = { _ in }) throws
        -> AudioTags
    {
        var song = Self.song
        change(&song)
        return tags.completed(
            from: song, SongFacts(Self.song), style: try Self.style.get(), options: SongRenderer.Options())
    }

    @Test("What the song says of itself, and nothing that it does not")
    func defaults() throws {
        let tags = try completed { ($0.composer, $0.copyright) = ("Ann", "© 2026 Ann") }
        #expect(tags.title == "Late Train" && tags.artist == "Ann" && tags.copyright == "© 2026 Ann")
        #expect(tags.beatsPerMinute == 75 && tags.key == "C")
        #expect(tags.comment == "style rainy-cafe, seed 1")
        #expect(tags.album == nil && tags.date == nil && tags.genre == nil)
        #expect(try completed { $0.title = "" }.title == nil)
        #expect(try completed().artist == nil)
    }

    @Test("What is given wins over what the song says")
    func given() throws {
        var given = AudioTags()
        (given.title, given.artist, given.comment, given.key, given.beatsPerMinute) = ("B", "C", "D", "Eb", 60)
        given.cues = [AudioTags.Cue(frame: 5, name: "here")]
        let tags = try completed(given) { $0.composer = "Ann" }
        #expect(tags == given)
    }

    @Test("Each section of the form begins a cue, where its first bar sounds")
    func cues() throws {
        let arranged = try SongRenderer(style: Self.style.get()).arrange(Self.song)
        let tags = AudioTags().completed(
            from: arranged, SongFacts(.silence), style: try Self.style.get(), options: SongRenderer.Options())
        #expect(
            tags.key == nil && tags.beatsPerMinute == nil && tags.cues.count == arranged.sections.count
                && tags.cues.count > 1)
        for (cue, section) in zip(tags.cues, arranged.sections) {
            #expect(abs(Double(cue.frame) / 44_100 - arranged.tempoMap.seconds(at: section.startTick)) < 1e-4)
            #expect(cue.name.lowercased().hasPrefix(section.kind.rawValue))
        }
        #expect(tags.cues.last?.name == "Outro")
    }

    @Test("A search for the gain that takes several trials leaves one recording, with the loudness of the last")
    func trials() throws {
        // A target that the limiter has to work for.
        let style = try StyleLibrary(userFolder: nil).style("boom-bap-mpc").setting(
            "master.loudness", to: .number(-9), catalog: .standard, option: "test")
        var options = SongRenderer.Options()
        options.sampleRate = 22_050
        let path = FileManager.default.temporaryDirectory.appending(path: "trials-\(UUID().uuidString).wav").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let report = try SongRenderer(style: style, options: options).render(Self.song, to: path)
        #expect(report.limiting < -0.1)
        let bytes = try Data(contentsOf: URL(filePath: path))
        #expect(abs(Double(bytes.count) - 4 * 22_050 * report.seconds) < 4000)
        let start = try #require(bytes.range(of: Data("bext".utf8))).upperBound + 4 + 412
        let loudness = Int16(bitPattern: UInt16(bytes[start]) | UInt16(bytes[start + 1]) << 8)
        #expect(abs(Double(loudness) / 100 - report.loudness) < 0.02, "\(loudness)")
    }

    @Test("A file of the render holds them, with its loudness as reported", arguments: ["wav", "mp3"])
    func file(ending: String) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "tagged-\(UUID().uuidString).\(ending)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        var options = SongRenderer.Options()
        (options.sampleRate, options.tags.album) = (22_050, "Rails")
        let report = try SongRenderer(style: Self.style.get(), options: options).render(Self.song, to: path)
        let bytes = try Data(contentsOf: URL(filePath: path))
        for text in ["Late Train", "Rails", "style rainy-cafe, seed 1", "lofi-render"] {
            #expect(bytes.range(of: Data(text.utf8)) != nil, "\(text)")
        }
        guard ending == "wav" else { return }
        let start = try #require(bytes.range(of: Data("bext".utf8))).upperBound + 4
        func number(_ offset: Int) -> Double {
            Double(Int16(bitPattern: UInt16(bytes[start + offset]) | UInt16(bytes[start + offset + 1]) << 8)) / 100
        }
        // Integrated, range, true peak, momentary and short-term.
        #expect(abs(number(412) - report.loudness) < 0.02 && abs(number(416) - report.truePeak) < 0.01)
        #expect(number(414) > 0 && number(420) >= number(412) && number(418) >= number(420))
    }

    @Test(
        "A rate or a sample format that a container cannot hold is refused with those that it can",
        arguments: [
            (
                "x.opus", 44_100, AudioFormat.SampleFormat.int16,
                "use --rate 8000, 12000, 16000, 24000 or 48000, or wav or flac"
            ),
            ("x.mp3", 96_000, .int16, "mp3 cannot hold 96000 Hz; use --rate 8000, 11025,"),
            ("x.flac", 44_100, .float32, "flac cannot hold 32f bits; use --bits 16 or 24, or wav"),
        ])
    func refused(name: String, rate: Int, format: AudioFormat.SampleFormat, message: String) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString)-\(name)").path
        var options = SongRenderer.Options()
        (options.sampleRate, options.sampleFormat) = (rate, format)
        let error = #expect(throws: RenderError.self) {
            try SongRenderer(style: Self.style.get(), options: options).render(Self.song, to: path)
        }
        #expect(error?.description.contains(message) == true, "\(String(describing: error))")
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
