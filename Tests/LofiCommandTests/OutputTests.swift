import Foundation
import Testing

/// What is written where, whatever stands there already.
@Suite("The command line writes")
struct OutputTests {
    private let program: Program

    init() throws {
        program = try Program()
        try FileManager.default.copyItem(atPath: Program.song, toPath: program.path("song.mid"))
    }

    /// With the program as `"$0"`.
    private func shell(_ script: String, _ arguments: String...) throws -> Program.Outcome {
        try program.outcome(of: program.start(arguments, prefix: ["sh", "-c", script]))
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: program.folder.appending(path: name))
    }

    private func kind(_ name: String) -> mode_t {
        var status = stat()
        return lstat(program.path(name), &status) == 0 ? status.st_mode & S_IFMT : 0
    }

    @Test(
        "A pipe is written through, never replaced by a file, whatever writes",
        arguments: [
            ("song.mid -o x.wav --length 4 -q --midi-out pipe", "MThd"), ("song.mid -o pipe --length 4 -q", "RIFF"),
            ("generate --model rules --bars 2 -o pipe", "MThd"), ("soundfont build -o pipe", "RIFF"),
            ("process --length 1 -o pipe --effect rain", "RIFF"),
        ])
    func pipes(words: String, magic: String) throws {
        mkfifo(program.path("pipe"), 0o600)
        let outcome = try shell("cat pipe > copy & \"$0\" \(words); status=$?; wait; exit $status")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(kind("pipe") == S_IFIFO)
        #expect(try program.bytes("copy").starts(with: Data(magic.utf8)))
    }

    @Test(
        "A full device is an error, and stays a device",
        arguments: ["generate --model rules --bars 2", "soundfont build"])
    func devices(words: String) throws {
        let outcome = try shell("exec \"$0\" \(words) -o /dev/full")
        #expect(outcome.status == 74 && outcome.errors.contains("cannot write /dev/full: No space left on device"))
        var status = stat()
        #expect(stat("/dev/full", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test("Data goes down standard output as -")
    func standardOutput() throws {
        #expect(try program.run("generate", "--model", "rules", "-o", "-").output.starts(with: Data("MThd".utf8)))
        #expect(try program.run("soundfont", "build", "-o", "-").output.starts(with: Data("RIFF".utf8)))
        let arranged = try program.run("song.mid", "-o", "x.wav", "--length", "4", "-q", "--midi-out", "-")
        #expect(arranged.status == 0 && arranged.output.starts(with: Data("MThd".utf8)))
    }

    @Test("The default name replaces what this program made, and nothing else without --force")
    func defaultName() throws {
        let short = ["--length", "4", "-q", "--rate", "8000"]
        func render(_ more: String...) throws -> Program.Outcome {
            try program.outcome(of: program.start(["song.mid"] + short + more))
        }
        try write("a recording of my own", to: "song.wav")
        let refused = try render()
        #expect(refused.status == 73 && refused.lines.count == 1)
        #expect(refused.errors.contains("song.wav exists and was not made by lofi-render; choose another output"))
        #expect(try program.bytes("song.wav") == Data("a recording of my own".utf8))
        #expect(try render("--force").status == 0)
        let first = try program.bytes("song.wav")
        #expect(first.starts(with: Data("RIFF".utf8)))
        #expect(try render("--seed", "2").status == 0)
        #expect(try program.bytes("song.wav") != first)
        try write("a recording of my own", to: "song.wav")
        #expect(try render("-o", "song.wav").status == 0)
    }

    @Test(
        "The default name is never the input, by whatever link it leads there", arguments: ["itself", "hard", "soft"])
    func defaultIsInput(link: String) throws {
        let song = try program.bytes("song.mid")
        switch link {
        case "itself": rename(program.path("song.mid"), program.path("song.wav"))
        case "hard":
            try FileManager.default.linkItem(atPath: program.path("song.mid"), toPath: program.path("song.wav"))
        default: symlink("song.mid", program.path("song.wav"))
        }
        let outcome = try program.run(link == "itself" ? "song.wav" : "song.mid", "--force", "--length", "4")
        #expect(outcome.status == 73 && outcome.errors.contains("song.wav is an input"), "\(outcome.errors)")
        #expect(try program.bytes("song.wav") == song)
    }

    @Test("soundfont build keeps what lies under its default name")
    func soundFont() throws {
        #expect(try program.run("soundfont", "build").status == 0)
        #expect(try program.run("soundfont", "build").status == 73)
        #expect(try program.run("soundfont", "build", "--force").status == 0)
    }

    @Test(
        "This program knows its own recordings in every format",
        arguments: ["wav", "flac", "aiff", "ogg", "opus", "mp3"])
    func ownRecordings(ending: String) throws {
        func batch(_ seed: String) throws -> Program.Outcome {
            // Without its log it has nothing but the file to go by.
            try? FileManager.default.removeItem(atPath: program.path("out/batch.jsonl"))
            return try program.run(
                "batch", "song.mid", "--out", "out", "--ending", ending, "--length", "4", "--seed", seed)
        }
        #expect(try batch("1").status == 0)
        let first = try program.bytes("out/song.\(ending)")
        let second = try batch("2")
        #expect(second.status == 0, "\(second.errors)")
        #expect(try program.bytes("out/song.\(ending)") != first)
    }

    @Test("An MP3 without our tag is kept, and its decoder says nothing of its own", arguments: ["mp3", "wav"])
    func foreignMP3(ending: String) throws {
        // A frame's header, and no frame.
        let broken = Data([0xFF, 0xFB, 0x90, 0x64] + (0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 37) })
        try FileManager.default.createDirectory(atPath: program.path("out"), withIntermediateDirectories: true)
        try broken.write(to: program.folder.appending(path: "out/song.\(ending)"))
        let outcome = try program.run("batch", "song.mid", "--out", "out", "--ending", ending, "--length", "4")
        #expect(
            outcome.status == 65
                && outcome.errors.contains("out/song.\(ending) exists and was not made by lofi-render;"))
        #expect(
            outcome.lines.count == 3 && outcome.lines.last?.contains("1 of 1 song failed") == true, "\(outcome.errors)")
        #expect(try program.bytes("out/song.\(ending)") == broken)
    }

    @Test(
        "What the style, the chain or an option names is never written over",
        arguments: [
            ["process", "in.wav", "-o", "lay.wav", "--effect", "convolution: {impulse: lay.wav}"],
            [
                "process", "--length", "1", "-o", "lay.wav", "--effect", "gain", "--effect",
                "audio-file: {file: lay.wav}",
            ],
            ["song.mid", "--style", "./own.yaml", "-o", "lay.wav"],
            ["song.mid", "--style", "./own.yaml", "-o", "x.wav", "--midi-out", "lay.wav"],
            ["song.mid", "--style", "./own.yaml", "-o", "x.wav", "--midi-out", "strip.wav"],
            ["song.mid", "--style", "./own.yaml", "-o", "x.wav", "--midi-out", "./font.sf2"],
            ["song.mid", "--style", "./own.yaml", "-o", "x.wav", "--midi-out", "groove.mid"],
            ["song", "rules", "--style", "./own.yaml", "-o", "lay.wav"],
            ["song", "--style", "./own.yaml", "-o", "x.wav", "--midi-out", "song.mid"],
            ["song.mid", "--set", "drums.from=groove.mid", "-o", "x.wav", "--midi-out", "groove.mid"],
            ["song.mid", "--soundfont", "font.sf2", "-o", "x.wav", "--midi-out", "font.sf2"],
            ["song.mid", "--style", "mine", "-o", "x.wav", "--midi-out", "config/lofi-render/styles/mine.yaml"],
            ["batch", "list.jsonl", "--out", "."],
        ])
    func named(arguments: [String]) throws {
        let style = """
            soundfont: font.sf2
            generator: { composer: { continue: song.mid } }
            score: [drums: { from: groove.mid }]
            parts: { chords: { effects: [convolution: { impulse: strip.wav }] } }
            layers: [audio-file: { file: lay.wav }]
            """
        let own = "config/lofi-render/styles/mine.yaml"
        try FileManager.default.createDirectory(
            atPath: program.path("config/lofi-render/styles"), withIntermediateDirectories: true)
        for name in ["own.yaml", own] { try write(style, to: name) }
        for name in ["in.wav", "lay.wav", "strip.wav", "font.sf2", "groove.mid"] { try write("mine", to: name) }
        try write(#"{"input": "song.mid", "output": "lay.wav", "style": "./own.yaml"}"#, to: "list.jsonl")
        let before = program.files
        let outcome = try program.outcome(of: program.start(arguments))
        #expect(outcome.status == (arguments[0] == "batch" ? 65 : 73), "\(outcome.status) \(outcome.errors)")
        #expect(outcome.errors.contains("is an input; choose another output"), "\(outcome.errors)")
        #expect(program.files.filter { $0 != "batch.jsonl" } == before)
        for name in before where name.contains(".") && !["own.yaml", "list.jsonl", "song.mid"].contains(name) {
            #expect(try program.bytes(name) == Data("mine".utf8), "\(name)")
        }
        #expect(try program.bytes(own) == Data(style.utf8))
        #expect(try program.bytes("song.mid") == Data(contentsOf: URL(filePath: Program.song)))
    }

    @Test("A file that cannot be begun is an error of writing")
    func noRoom() throws {
        // The message goes down a pipe: a file has no room for it either.
        let script = "{ (ulimit -f 0; exec \"$0\" \"$@\") 2>&1; } | cat >&2; exit ${PIPESTATUS[0]}"
        let outcome = try program.outcome(
            of: program.start(
                ["process", "--length", "1", "-o", "x.wav", "--effect", "rain"], prefix: ["bash", "-c", script]))
        #expect(outcome.status == 74 && outcome.errors == "lofi-render: cannot write x.wav: File too large\n")
        #expect(program.files == ["song.mid"])
    }

    @Test("Names that are not UTF-8 are read, written and found in folders")
    func oddNames() throws {
        try FileManager.default.createDirectory(atPath: program.path("songs"), withIntermediateDirectories: true)
        let name = "caf$(printf '\\351')"
        let made = try shell(
            """
            cp song.mid "songs/\(name).mid" && cd songs && "$0" "\(name).mid" --length 4 --rate 8000 -q &&
            "$0" "\(name).mid" --length 4 --rate 8000 -q -o "other \(name).wav" --midi-out "\(name)-2.mid" &&
            cmp "\(name).wav" "other \(name).wav" && "$0" batch "*\(name).mid" --out "\(name)" --length 4 --rate 8000 &&
            cmp "\(name).wav" "\(name)/\(name).wav" && "$0" batch . --out "\(name)" --length 4 --rate 8000 &&
            ls "\(name)" | wc -l && "$0" corpus . --json | grep '"files" : 2'
            """)
        #expect(made.status == 0, "\(made.errors)")
        #expect(
            made.errors.contains("1 rendered, 0 up to date") && made.errors.contains("1 rendered, 1 up to date"))
        #expect(String(decoding: made.output, as: UTF8.self).hasPrefix("3\n"))
        let missing = try shell("exec \"$0\" \"\(name).mid\"")
        #expect(missing.status == 66 && missing.errors.contains(#"cannot read caf\xE9.mid: No such file"#))
    }
}
