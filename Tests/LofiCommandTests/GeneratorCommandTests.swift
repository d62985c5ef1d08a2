import Foundation
import Testing

/// From a folder of MIDI to a finished recording, by the commands that a person types.
@Suite("Models at the command line")
struct GeneratorCommandTests {
    private let program: Program

    init() throws {
        program = try Program()
        try FileManager.default.createDirectory(atPath: program.path("songs"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Program.song, toPath: program.path("songs/a.mid"))
    }

    private let quick = ["--corpus", "songs", "--epochs", "1", "--batch", "4", "-q"]

    private func run(_ arguments: [String], input: Data? = nil) throws -> Program.Outcome {
        try program.outcome(of: program.start(arguments, input: input))
    }

    /// Notes in a MIDI file of the folder.
    private func noteCount(_ name: String) throws -> Int {
        let outcome = try run(["analyze", name, "--json"])
        let object = try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any]
        return object?["noteOns"] as? Int ?? 0
    }

    @Test("train, generate, render and song follow one another; the same seed gives the same bytes")
    func wholeWay() throws {
        let trained = try run(["train", "note-chord-lstm", "--window", "16", "-o", "m.safetensors"] + quick)
        #expect(trained.status == 0 && trained.errors.isEmpty, "\(trained.errors)")
        #expect(program.files.contains("m.safetensors") && program.files.contains("m.safetensors.checkpoint"))
        for name in ["1.mid", "2.mid"] {
            #expect(
                try run(["generate", "--model", "m.safetensors", "--bars", "4", "--seed", "7", "-o", name]).status == 0)
        }
        #expect(try program.bytes("1.mid") == program.bytes("2.mid"))
        #expect(try noteCount("1.mid") > 0)
        let piped = try run(["generate", "--model", "m.safetensors", "--bars", "4", "--seed", "7", "-o", "-"])
        #expect(try piped.output == program.bytes("1.mid"))
        #expect(try run(["-", "--length", "8", "-q", "-o", "piped.wav"], input: piped.output).status == 0)
        #expect(try program.bytes("piped.wav").count > 300_000)
        let song = try run(
            [
                "song", "--model", "m.safetensors", "--bars", "4", "--length", "8", "--style", "rainy-cafe", "-o",
                "s.wav",
            ])
        #expect(song.status == 0 && song.errors.contains("rainy-cafe"), "\(song.errors)")
        #expect(try program.bytes("s.wav").count > 300_000)
    }

    @Test("as written: the write-up's model gives eight events a bar, each an eighth after the last")
    func asWritten() throws {
        let trained = try run(
            ["train", "note-chord-lstm", "--as-written", "--window", "8", "--batch", "64", "-o", "w.safetensors"]
                + quick)
        #expect(trained.status == 0, "\(trained.errors)")
        #expect(try run(["generate", "--model", "w.safetensors", "--bars", "2", "-o", "w.mid"]).status == 0)
        #expect(try noteCount("w.mid") >= 16)
    }

    @Test("the composer is trained, taken on to another kind of music, and does as it is wished")
    func composer() throws {
        let given = quick.filter { !["--corpus", "songs"].contains($0) }
        let trained = try run(
            ["train", "composer", "--corpus", "pop=songs", "--window", "32", "-o", "c.safetensors"] + given)
        #expect(trained.status == 0 && trained.errors.isEmpty, "\(trained.errors)")
        let tuned = try run(
            [
                "train", "composer", "--from", "c.safetensors", "--corpus", "mine=songs", "--mix", "pop=songs",
                "--window", "32", "-o", "d.safetensors",
            ] + given)
        #expect(tuned.status == 0 && tuned.errors.isEmpty, "\(tuned.errors)")
        let wishes = ["--bars", "4", "--seed", "3", "--density", "2", "--temperature", "0.8"]
        for (name, more) in [
            ("a.mid", ["--model", "c.safetensors", "--form", "AB", "--chords", "Dm9 G13"]),
            ("b.mid", ["--model", "d.safetensors", "--music", "mine", "--key", "Eb", "--continue", "songs/a.mid"]),
            ("c.mid", ["--model", "d.safetensors", "--continue", "songs/a.mid", "--infill", "2-3"]),
            ("d.mid", ["--model", "rules", "--bars", "4", "--form", "AA", "--drums", "boom-bap"]),
        ] {
            let made = try run(["generate", "-o", name] + wishes.filter { name != "d.mid" || $0.isEmpty } + more)
            #expect(made.status == 0, "\(name): \(made.errors)")
            #expect(try noteCount(name) > 0)
        }
        for (more, word) in [
            (["--music", "polka"], "polka"), (["--form", "A-B"], "form"), (["--chords", "H7"], "H7"),
            (["--infill", "1-2"], "infill"), (["--like", "songs/a.mid"], "no such setting; melody-vae has"),
        ] {
            let refused = try run(["generate", "--model", "d.safetensors", "-o", "x.mid"] + more)
            #expect(refused.status != 0 && refused.errors.contains(word), "\(refused.errors)")
        }
        #expect(!program.files.contains("x.mid"))
    }

    @Test(
        "The models that come along play in the key that they say, the same for the same seed",
        arguments: ["composer", "note-chord-lstm", "melody-vae"])
    func shipped(_ model: String) throws {
        for name in ["1.mid", "2.mid"] {
            let made = try run(["generate", "--model", model, "--bars", "16", "--seed", "5", "-o", name])
            #expect(made.status == 0 && made.errors.isEmpty, "\(made.errors)")
        }
        #expect(try program.bytes("1.mid") == program.bytes("2.mid"))
        #expect(try noteCount("1.mid") > 30)
        let outcome = try run(["evaluate", "1.mid", "--json"])
        let columns = try JSONSerialization.jsonObject(with: outcome.output) as? [[String: Any]]
        let metrics = try #require(columns?.first?["metrics"] as? [String: Double])
        #expect(try #require(metrics["declared_key_consistency"]) > 0.9)
    }

    @Test("A program of one's own is a generator, without a shell")
    func external() throws {
        let song = try Data(contentsOf: URL(filePath: Program.song))
        try song.write(to: program.folder.appending(path: "a song.mid"))
        #expect(try run(["generate", "--generator", "cat 'a song.mid'", "-o", "e.mid"]).status == 0)
        #expect(try noteCount("e.mid") > 0)
        let shell = try run(["generate", "--generator", "cat 'a song.mid'; touch x", "-o", "f.mid"])
        #expect(shell.status != 0 && !program.files.contains("x") && !program.files.contains("f.mid"))
    }

    @Test("A generator is named, and set by key or by option, in generate and in song")
    func settings() throws {
        let runs = [
            ["rules", "--set", "density=0.5", "--set", "form=AB"], ["rules", "--density", "0.5", "--form", "AB"],
            ["--model", "rules", "--density", "0.5", "--set", "form=AB"], ["rules"],
        ]
        let songs = try runs.map { words in
            let made = try run(["generate"] + words + ["--bars", "4", "--seed", "3", "-o", "x.mid"])
            #expect(made.status == 0 && made.errors.isEmpty, "\(made.errors)")
            return try program.bytes("x.mid")
        }
        #expect(songs[0] == songs[1] && songs[1] == songs[2] && songs[2] != songs[3])
        let arranged = try [["--set", "density=0.5"], ["--density", "0.5"], []].map { words in
            let made = try run(
                [
                    "song", "rules", "--bars", "4", "--length", "8", "--set", "drums.fills-every=4", "--midi-out",
                    "y.mid", "-q", "-o", "y.wav",
                ] + words)
            #expect(made.status == 0 && made.errors.isEmpty, "\(made.errors)")
            return try program.bytes("y.mid")
        }
        #expect(arranged[0] == arranged[1] && arranged[1] != arranged[2])
    }

    @Test(
        "What cannot be learnt from or generated with is one line",
        arguments: [
            (["train", "note-chord-lstm", "--corpus", "nowhere", "-o", "m"], 66, "nowhere"),
            (
                ["train", "note-chord-lstm", "--corpus", "songs", "--as-written", "--window", "4000", "-o", "m"], 65,
                "too few"
            ),
            (["train", "note-chord-lstm", "--corpus", "songs", "-o", "no/m"], 73, "no/m"),
            (["train", "note-chord-lstm", "--corpus", "songs", "-o", "/dev/null"], 73, "not /dev/null"),
            (["train", "note-chord-lstm", "--corpus", "songs", "-o", "-"], 73, "must name a file, not -"),
            (["train", "note-chord-lstm", "--corpus", "songs", "-o", "m", "--resume"], 66, "m.checkpoint"),
            (["train", "note-chord-lstm", "--corpus", "songs", "-o", "./songs/a.mid"], 73, "songs/a.mid is an input"),
            (["train", "composer", "--corpus", "x=songs", "-o", "songs/a.mid"], 73, "songs/a.mid is an input"),
            (
                ["train", "composer", "--corpus", "songs", "-o", "m", "--curve", "songs/a.mid"], 73,
                "songs/a.mid is an input"
            ),
            (["train", "composer", "--corpus", "songs", "-o", "m", "--curve", "./m"], 73, "--curve and -o both name"),
            (
                ["train", "composer", "--corpus", "songs", "-o", "m", "--curve", "m.checkpoint"], 73,
                "--curve and the checkpoint both name m.checkpoint"
            ),
            (["train", "note-chord-lstm", "--corpus", "songs", "-o", "m", "--epochs", "0"], 64, "must be 1…1000000"),
            (["generate", "--model", "songs/a.mid", "-o", "x.mid"], 65, "not a safetensors file"),
            (["generate", "--model", "nothing", "-o", "x.mid"], 66, "nothing"),
            (["generate", "--model", "no.safetensors", "-o", "x.mid"], 66, "no.safetensors"),
            (["generate", "--generator", "no-such-program-at-all", "-o", "x.mid"], 69, "no-such-program-at-all"),
            (["generate", "--generator", "true", "-o", "x.mid"], 65, "nothing on its standard output"),
            (["generate", "ruls", "-o", "x.mid"], 64, "did you mean 'rules'"),
            (["generate", "rules", "--set", "densty=1", "-o", "x.mid"], 64, "did you mean 'density'"),
            (["generate", "rules", "--set", "density=9", "-o", "x.mid"], 64, "0.25…4"),
            (["generate", "rules", "--set", "density", "-o", "x.mid"], 64, "key=value"),
            (["generate", "rules", "--set", "form=A", "--form", "B", "-o", "x.mid"], 64, "more than once"),
            (["generate", "--model", "x", "--generator", "true", "-o", "x.mid"], 64, "choose one"),
            (["generate", "--set", "like=songs/a.mid", "-o", "songs/a.mid"], 73, "is an input"),
            (["song", "rules", "--set", "densty=1", "-o", "x.wav"], 64, "did you mean 'density'"),
            (["train", "compser", "--corpus", "songs", "-o", "m"], 64, "did you mean 'composer'"),
            (["train", "rules", "--corpus", "songs", "-o", "m"], 64, "available: composer"),
            (["train", "composer", "--size", "large", "--corpus", "songs", "-o", "m"], 64, "melody-vae has it"),
            (["train", "melody-vae", "--size", "huge", "--corpus", "songs", "-o", "m"], 64, "small, large"),
            (["train", "composer", "--set", "windw=9", "--corpus", "songs", "-o", "m"], 64, "did you mean 'window'"),
            (["train", "composer", "--window", "1", "--corpus", "songs", "-o", "m"], 64, "2…4096"),
            (["train", "melody-vae", "--from", "x", "--corpus", "songs", "-o", "m"], 64, "are for: composer"),
            (["generate", "--generator", "true", "--bars", "0", "-o", "x.mid"], 64, "1…10000"),
        ] as [([String], Int32, String)])
    func refusals(arguments: [String], status: Int32, words: String) throws {
        let outcome = try run(arguments)
        #expect(outcome.status == status, "\(outcome.status) \(outcome.errors)")
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        if status != 64 { #expect(outcome.lines.count == 1, "\(outcome.errors)") }
        #expect(program.files == ["songs"])
        #expect(try program.bytes("songs/a.mid") == Data(contentsOf: URL(filePath: Program.song)))
    }

    @Test("INT ends training with a checkpoint that goes on, and leaves nothing half written")
    func interrupted() throws {
        let process = try program.start(
            [
                "train", "note-chord-lstm", "--corpus", "songs", "--window", "16", "--epochs", "100000", "--patience",
                "0",
                "--batch", "4", "-o", "m.safetensors",
            ])
        // Some way into it: the first epoch has been told of.
        let errors = URL(filePath: program.folder.path + ".err")
        for _ in 0..<600 where !((try? String(contentsOf: errors, encoding: .utf8))?.contains("epoch 1/") ?? false) {
            Thread.sleep(forTimeInterval: 0.1)
        }
        process.interrupt()
        let outcome = try program.outcome(of: process)
        #expect(outcome.status == 130 && outcome.errors.contains("resume with --resume"), "\(outcome.errors)")
        #expect(program.files == ["m.safetensors", "m.safetensors.checkpoint", "songs"])
        #expect(try run(["generate", "--model", "m.safetensors", "--bars", "1", "-o", "-"]).status == 0)
        let other = try run(
            ["train", "note-chord-lstm", "--window", "20", "--patience", "0", "-o", "m.safetensors", "--resume"] + quick
        )
        #expect(other.status == 65 && other.errors.contains("its window differs"), "\(other.errors)")
        let cut = try program.bytes("m.safetensors.checkpoint").dropLast(9)
        try cut.write(to: program.folder.appending(path: "m.safetensors.checkpoint"))
        let resumed = try run(
            ["train", "note-chord-lstm", "--window", "16", "-o", "m.safetensors", "--resume"] + quick)
        #expect(
            resumed.status == 65 && resumed.lines.count == 1 && resumed.errors.contains("truncated"),
            "\(resumed.errors)")
    }

    @Test("A program that generates ends when this one does, whenever that is", arguments: [SIGTERM, SIGKILL])
    func orphans(signal: Int32) throws {
        let marker = "43\(Int.random(in: 100_000...999_999))"
        // From before it is started until it runs.
        for milliseconds in 0..<40 {
            let process = try program.start(["generate", "--generator", "sleep \(marker)", "-o", "x.mid"])
            usleep(UInt32(milliseconds) * 1000)
            kill(process.processIdentifier, signal)
            _ = try program.outcome(of: process)
        }
        for _ in 0..<100 where Self.isRunning(marker) { usleep(20_000) }
        #expect(!Self.isRunning(marker))
    }

    private static func isRunning(_ word: String) -> Bool {
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return numbers.contains { number in
            (try? String(contentsOfFile: "/proc/\(number)/cmdline", encoding: .utf8))?.hasPrefix("sleep\0\(word)")
                ?? false
        }
    }
}
