import Foundation
import Testing

/// Audio files as input of the program.
@Suite("The command line plays audio files")
struct AudioCommandTests {
    private let program: Program

    init() throws { program = try Program() }

    /// A few seconds of music in a format, made by the program.
    private func music(_ name: String, seconds: Int = 6) throws {
        let outcome = try program.run(Program.song, "-o", name, "--length", "\(seconds)", "-q")
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test("Every format that is written is read", arguments: ["wav", "flac", "aiff", "ogg", "opus", "mp3"])
    func formats(ending: String) throws {
        try music("in.\(ending)")
        let outcome = try program.run("in.\(ending)", "--style", "rainy-cafe")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines.last?.hasPrefix("in-lofi.wav: 0:") == true, "\(outcome.errors)")
        #expect(try program.bytes("in-lofi.wav").starts(with: Data("RIFF".utf8)))
    }

    @Test(
        "Audio is told by its content: a MIDI file may be called .wav, a FLAC file .mid, and either may come from a pipe"
    )
    func content() throws {
        try music("a.flac")
        try FileManager.default.moveItem(atPath: program.path("a.flac"), toPath: program.path("a.mid"))
        #expect(try program.run("a.mid", "-o", "b.wav", "-q").status == 0)
        #expect(try program.run("-", "-o", "c.wav", "-q", input: program.bytes("a.mid")).status == 0)
        #expect(try program.bytes("b.wav") == program.bytes("c.wav"))
        let song = try Data(contentsOf: URL(filePath: Program.song))
        try song.write(to: URL(filePath: program.path("song.wav")))
        #expect(try program.run("song.wav", "-o", "d.wav", "--length", "4", "-q").status == 0)
        #expect(try program.run("-", "-o", "e.wav", "--length", "4", "-q", input: song).status == 0)
        #expect(try program.bytes("d.wav") == program.bytes("e.wav"))
    }

    @Test("The output of one render is the input of another, through a pipe")
    func chain() throws {
        let script = "\"$0\" \"$1\" --length 5 -q -o - | \"$0\" - --style rainy-cafe -o out.flac"
        let outcome = try program.outcome(of: program.start([Program.song], prefix: ["sh", "-c", script]))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(program.files == ["out.flac"])
    }

    @Test(
        "A damaged file is one line with status 65, and nothing is written",
        arguments: ["wav", "flac", "aiff", "ogg", "mp3"])
    func damage(ending: String) throws {
        try music("in.\(ending)")
        let whole = try program.bytes("in.\(ending)")
        var damaged = whole.prefix(whole.count / 2)
        if ending == "mp3" {
            // libmpg123 prints lines of its own about such a file.
            damaged = whole.prefix(400) + Data((0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) })
        }
        try damaged.write(to: URL(filePath: program.path("in.\(ending)")))
        let outcome = try program.run("in.\(ending)", "-q")
        // A player may make do with what is left; what it says is one line all the same.
        #expect(outcome.lines.count == (outcome.status == 0 ? 0 : 1), "\(outcome.errors)")
        #expect([0, 65].contains(outcome.status), "\(outcome.status): \(outcome.errors)")
        if outcome.status != 0 { #expect(program.files == ["in.\(ending)"]) }
    }

    @Test(
        "What holds no audio is refused in one line",
        arguments: [
            ("empty.wav", "", "it is empty"), ("empty.mp3", "", "it is empty"),
            ("text.flac", "no audio at all", "it holds no audio in a known format, nor MIDI"),
            ("header.wav", "RIFF\u{24}\u{0}\u{0}\u{0}WAVE", "header.wav"), ("header.flac", "fLaC", "header.flac"),
            ("header.ogg", "OggS", "header.ogg"),
        ])
    func noAudio(name: String, text: String, words: String) throws {
        try Data(text.utf8).write(to: URL(filePath: program.path(name)))
        let outcome = try program.run(name)
        #expect(outcome.status == 65 && outcome.lines.count == 1 && outcome.errors.contains(words), "\(outcome.errors)")
        #expect(program.files == [name])
    }

    @Test("Options for notes are refused with audio, those for audio with notes")
    func options() throws {
        try music("in.wav", seconds: 3)
        for (words, message) in [
            (["in.wav", "--tempo", "80"], "--tempo is for songs of notes; use --slow or --stretch for audio"),
            (["in.wav", "--key", "C"], "--key is for songs of notes"),
            (["in.wav", "--slow", "9"], "--slow must be 0.25…4, not 9"),
            (
                [Program.song, "-o", "x.wav", "--slow", "0.8"],
                "--slow is for audio files; use --tempo for a song of notes"
            ),
            (["process", Program.song, "--effect", "gain"], "is a song of notes; effects for it belong into a style"),
        ] {
            let outcome = try program.outcome(of: program.start(words))
            #expect([64, 65].contains(outcome.status) && outcome.errors.contains(message), "\(outcome.errors)")
        }
        #expect(program.files == ["in.wav"])
    }

    @Test("The default name is never the input's, and a foreign file of that name is kept")
    func names() throws {
        try music("in.wav", seconds: 3)
        try Data("mine".utf8).write(to: URL(filePath: program.path("in-lofi.wav")))
        #expect(try program.run("in.wav").status == 73)
        #expect(try program.bytes("in-lofi.wav") == Data("mine".utf8))
        #expect(try program.run("in.wav", "--force", "-q").status == 0)
        #expect(try program.run("in.wav", "-o", "in.wav").status == 73)
    }

    @Test("A missing rubberband is one line with the command that installs it")
    func stretch() throws {
        try music("in.wav", seconds: 3)
        let words = ["in.wav", "--stretch", "0.85", "-q"]
        let outcome = try program.outcome(of: program.start(words, prefix: ["PATH=/nowhere"]))
        #expect(outcome.status == 69 && outcome.lines.count == 1, "\(outcome.errors)")
        #expect(outcome.errors.contains("apt install rubberband-cli"))
        #expect(program.files == ["in.wav"])
    }

    @Test("--slow lengthens the recording; process prints the line that render prints")
    func slowAndProcess() throws {
        try music("in.wav", seconds: 5)
        let slow = try program.run("in.wav", "--slow", "0.5", "-o", "slow.wav")
        let plain = try program.run("in.wav", "-o", "plain.wav")
        let sizes = try ["slow.wav", "plain.wav"].map { try program.bytes($0).count }
        #expect(slow.status == 0 && plain.status == 0 && sizes[0] > sizes[1] + 4 * 176_400, "\(sizes)")
        let process = try program.run("process", "in.wav", "--effect", "low-pass: {cutoff: 900}")
        #expect(process.status == 0 && process.lines.last?.contains("LUFS") == true, "\(process.errors)")
        #expect(program.files.contains("in-lofi.wav"))
    }

    @Test("--stems divides a recording with what is added to it, and loops are for notes")
    func stems() throws {
        try music("in.wav", seconds: 12)
        let outcome = try program.run("in.wav", "-o", "out.wav", "--style", "rainy-cafe", "--stems", "stems", "-q")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let manifest = try #require(
            try JSONSerialization.jsonObject(with: program.bytes("stems/stems.json")) as? [String: Any])
        let names = try #require(manifest["stems"] as? [[String: Any]]).compactMap { $0["name"] as? String }
        #expect(names.contains("input") && names.contains("rain"), "\(names)")
        #expect(try program.bytes("stems/mix-premaster.wav").count > 12 * 44_100 * 8)
        let loop = try program.run("in.wav", "-o", "loop.wav", "--loop")
        #expect(loop.status == 64 && loop.errors == "lofi-render: --loop is for songs of notes\n", "\(loop.errors)")
    }
}
