import Foundation
import Testing
@testable import LofiCommand

@Suite("Tags on the command line")
struct TagCommandTests {
    private let program: Program

    init() throws { program = try Program() }

    private func contains(_ name: String, _ text: String) throws -> Bool {
        try program.bytes(name).range(of: Data(text.utf8)) != nil
    }

    @Test("What is given is in the file; the comment is the command, without folders")
    func given() throws {
        let outcome = try program.run(
            Program.song, "-o", program.path("x.flac"), "--length", "8", "-q", "--title", "Später", "--artist",
            "Ann & Ben",
            "--album", "Rails", "--date", "2026-02-28", "--genre", "Lo-Fi", "--seed", "7", "--set",
            "soundfont=\(Program.root.path)/SoundFonts/lofi-kit.sf2", "--meter", "4/4")
        #expect(outcome.status == 0, "\(outcome.errors)")
        for text in [
            "title=Später", "artist=Ann & Ben", "album=Rails", "date=2026-02-28", "genre=Lo-Fi",
            "comment=lofi-render --style dusty-tape --seed 7 --set soundfont=lofi-kit.sf2 --meter 4/4 --length 8",
        ] { #expect(try contains("x.flac", text), "\(text)") }
        for folder in [Program.root.path, program.folder.path] { #expect(try !contains("x.flac", folder)) }
    }

    @Test("The title is the song's own; an instrument's track is none, and a file's name neither")
    func titles() throws {
        try FileManager.default.copyItem(atPath: Program.song, toPath: program.path("named.mid"))
        #expect(try program.run("named.mid", "-o", "named.flac", "--length", "4", "-q").status == 0)
        #expect(try contains("named.flac", "title=Late Train"))
        // One conductor without a name.
        let note: [UInt8] = [0, 0xFF, 0x03, 4] + Array("Bass".utf8) + [0, 0x90, 48, 90, 0x8F, 0x00, 0x80, 48, 0]
        let end: [UInt8] = [0, 0xFF, 0x2F, 0]
        func track(_ events: [UInt8]) -> [UInt8] { Array("MTrk".utf8) + [0, 0, 0, UInt8(events.count)] + events }
        let head = Array("MThd".utf8) + [0, 0, 0, 6, 0, 1, 0, 2, 1, 0xE0]
        try Data(head + track(note + end) + track(note + end)).write(
            to: program.folder.appending(path: "my \u{E9}.mid"))
        #expect(try program.run("my \u{E9}.mid", "-o", "file.flac", "--length", "4", "-q").status == 0)
        #expect(try !contains("file.flac", "title="))
        let piped = try program.run(
            "-", "-o", "pipe.flac", "--length", "4", "-q", input: program.bytes("my \u{E9}.mid"))
        #expect(piped.status == 0)
        #expect(try program.bytes("pipe.flac") == program.bytes("file.flac"))
    }

    @Test("song shows its generator's options too; process and the lines of a manifest take tags")
    func everyCommand() throws {
        let song = try program.run(
            "song", "rules", "--bars", "4", "--length", "5", "-q", "-o", "s.ogg", "--album", "A", "--set", "density=0.5"
        )
        #expect(song.status == 0, "\(song.errors)")
        #expect(try contains("s.ogg", "ALBUM=A"))
        #expect(
            try contains(
                "s.ogg",
                "COMMENT=lofi-render song rules --style dusty-tape --seed 1 --set density=0.5 --length 5 --bars 4"))
        #expect(
            try program.run("process", "--length", "1", "-o", "p.mp3", "--effect", "rain", "--title", "Rain").status
                == 0)
        #expect(try contains("p.mp3", "Rain"))
        try FileManager.default.copyItem(atPath: Program.song, toPath: program.path("a.mid"))
        try Data(#"{"input": "a.mid", "output": "a.mp3", "length": "4", "title": "Mine", "date": 2026}"#.utf8).write(
            to: program.folder.appending(path: "list.jsonl"))
        #expect(try program.run("batch", "list.jsonl", "--out", "out", "--album", "All").status == 0)
        for text in ["Mine", "2026", "All"] { #expect(try contains("out/a.mp3", text), "\(text)") }
        // Another title is another recording.
        try Data(#"{"input": "a.mid", "output": "a.mp3", "length": "4", "title": "Yours", "date": 2026}"#.utf8).write(
            to: program.folder.appending(path: "list.jsonl"))
        #expect(try program.run("batch", "list.jsonl", "--out", "out", "--album", "All").errors.contains("1 rendered"))
    }

    @Test(
        "A date that is none, and a text that is too long, are refused by name",
        arguments: [
            ["--date", "31.12.2026"], ["--date", "2026-13"], ["--date", "2026-02-29"], ["--date", "2026-1-1"],
            ["--date", "20261231"], ["--title", String(repeating: "x", count: 1001)],
        ])
    func refused(words: [String]) throws {
        let outcome = try program.outcome(of: program.start([Program.song, "-o", "x.wav"] + words))
        #expect(
            outcome.status == 64 && outcome.lines.count == 1 && outcome.errors.contains(words[0]), "\(outcome.errors)")
        #expect(program.files.isEmpty)
    }

    @Test("What a format has no place for is one line")
    func noSampleFormat() throws {
        for (words, name) in [
            ([Program.song, "--length", "4"], "x.ogg"), (["process", "--length", "1", "--effect", "rain"], "p.mp3"),
        ] {
            let outcome = try program.outcome(of: program.start(words + ["-o", name, "--bits", "24"]))
            let ending = name.suffix(3)
            #expect(outcome.status == 0)
            #expect(
                outcome.errors.contains("warning: \(ending) has no sample format, so --bits 24 has no effect"),
                "\(outcome.errors)")
        }
    }

    @Test("Folders leave the comment, and slashes that are none stay")
    func withoutFolders() {
        for (text, wanted) in [
            ("/home/ann/my songs/kit.sf2", "kit.sf2"), ("drums.from=/home/ann/groove.mid", "drums.from=groove.mid"),
            ("3/4", "3/4"), ("Dm7/G", "Dm7/G"),
            ("convolution: {impulse: /a b/c.wav, wet: 1}", "convolution: {impulse: c.wav, wet: 1}"),
            ("python /opt/x/model.py --bars 4", "python model.py --bars 4"), ("grooves/mine.mid", "grooves/mine.mid"),
            ("'/a/b' \"/c/d\"", "'b' \"d\""), ("/", ""), ("", ""),
        ] { #expect(CommandWords.withoutFolders(text) == wanted) }
    }

    @Test("Every option of render is in the comment, or known to leave the sound as it is")
    func complete() throws {
        /// What says where and how, not what.
        let silent: Set = [
            "output", "force", "midi-out", "stems", "quiet", "say-first-block", "block-frames", "title", "artist",
            "album",
            "date",
            "genre", "comment", "help", "version",
        ]
        let dump = try program.run("--experimental-dump-help").output
        let tree = try #require(try JSONSerialization.jsonObject(with: dump) as? [String: Any])
        let root = try #require(tree["command"] as? [String: Any])
        let commands = try #require(root["subcommands"] as? [[String: Any]])
        let command = try #require(commands.first { $0["commandName"] as? String == "render" })
        let arguments = try #require(command["arguments"] as? [[String: Any]])
        let names = arguments.compactMap { ($0["preferredName"] as? [String: Any])?["name"] as? String }
        #expect(names.count > 20 && names.contains("style"))
        let source = try ["CommandWords", "AudioOptions"].map { name in
            try String(
                contentsOf: Program.root.appending(path: "Sources/LofiCommand/\(name).swift"), encoding: .utf8)
        }.joined()
        let knobs = ["dust", "wobble", "warmth", "rain", "space"]
        for name in names where !silent.contains(name) && !knobs.contains(name) {
            #expect(source.contains("words.add(\"\(name)\""), "--\(name) is missing in the comment")
        }
        var options = try RenderOptions.parse([
            "--dust", "70", "--key", "A minor", "--bits", "24", "--style", "/x/own.yaml",
        ])
        #expect(options.words.line == "lofi-render --style own.yaml --seed 1 --key 'A minor' --dust 70 --bits 24")
        options.noBass = true
        #expect(options.words.line.hasSuffix(" --no-bass"))
    }
}
