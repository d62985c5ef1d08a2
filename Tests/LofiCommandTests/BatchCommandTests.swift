import Foundation
import Testing

@Suite("batch")
struct BatchCommandTests {
    let program: Program

    /// Three songs in a folder and one below it.
    init() throws {
        program = try Program()
        try FileManager.default.createDirectory(atPath: program.path("songs/more"), withIntermediateDirectories: true)
        for (index, name) in ["one.mid", "two.mid", "more/three.mid"].enumerated() {
            try song(seed: index + 1).write(to: program.folder.appending(path: "songs/\(name)"))
        }
    }

    /// A few bars with drums.
    func song(seed: Int) throws -> Data {
        let outcome = try program.run(
            "generate", "--model", "rules", "--drums", "boom-bap", "--bars", "4", "--seed", "\(seed)", "-o", "made.mid")
        #expect(outcome.status == 0)
        defer { try? FileManager.default.removeItem(atPath: program.path("made.mid")) }
        return try program.bytes("made.mid")
    }

    /// A recording of a few seconds in little sound.
    let short = ["--length", "4", "--rate", "8000"]

    func batch(_ arguments: String...) throws -> Program.Outcome {
        try program.outcome(of: program.start(["batch"] + arguments + short))
    }

    /// The log's lines.
    func log(_ folder: String = "out") throws -> [[String: Any]] {
        try program.bytes("\(folder)/batch.jsonl").split(separator: UInt8(ascii: "\n")).map {
            try #require(try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any])
        }
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: program.folder.appending(path: name))
    }

    func files(below name: String) -> [String] {
        (FileManager.default.subpaths(atPath: program.path(name)) ?? []).filter { $0.contains(".") }.sorted()
    }

    func identity(_ name: String) throws -> UInt64 {
        let attributes = try FileManager.default.attributesOfItem(atPath: program.path(name))
        return try #require(attributes[.systemFileNumber] as? UInt64)
    }

    @Test("Recordings are those of single renders to the byte, options of a manifest's line included")
    func equality() throws {
        try write(
            """
            {"input": "songs/one.mid", "output": "a/rain.flac", "style": "rainy-cafe", "seed": 7, "tempo": 70, "key": "Eb"}

            {"input": "songs/two.mid", "length": "0:06", "set": {"layers.vinyl.crackle": 900, "drums.kit": "brushes"}, "dust": 70, "no-bass": true, "no-noise": false}

            """, to: "list.jsonl")
        let outcome = try batch("songs", "list.jsonl", "--out", "out", "--jobs", "3", "--seed", "3")
        // Of the folder and of the list both have a two.wav.
        #expect(outcome.status == 64 && outcome.errors.contains("have the same output, two.wav"))
        #expect(try batch("songs", "--out", "out", "--jobs", "3", "--seed", "3").status == 0)
        #expect(try batch("list.jsonl", "--out", "listed", "--jobs", "2").status == 0)
        #expect(files(below: "out") == ["batch.jsonl", "more/three.wav", "one.wav", "two.wav"])
        #expect(files(below: "listed") == ["a/rain.flac", "batch.jsonl", "two.wav"])
        func single(_ song: String, _ target: String, _ options: [String]) throws -> Data {
            #expect(try program.outcome(of: program.start(["songs/\(song)", "-o", target] + options)).status == 0)
            return try program.bytes(target)
        }
        for name in ["one", "two", "more/three"] {
            let alone = try single("\(name).mid", "alone.wav", short + ["--seed", "3"])
            #expect(try program.bytes("out/\(name).wav") == alone, "\(name)")
        }
        let rain = ["--style", "rainy-cafe", "--seed", "7", "--tempo", "70", "--key", "Eb"]
        #expect(try program.bytes("listed/a/rain.flac") == single("one.mid", "alone.flac", short + rain))
        let set = [
            "--length", "0:06", "--set", "drums.kit=brushes", "--set", "layers.vinyl.crackle=900", "--dust", "70",
            "--no-bass",
        ]
        #expect(try program.bytes("listed/two.wav") == single("two.mid", "alone.wav", ["--rate", "8000"] + set))
    }

    @Test("The log has the digests that sha256sum prints, of songs and of recordings")
    func digests() throws {
        #expect(try batch("songs", "--out", "out").status == 0)
        let records = try log()
        #expect(records.compactMap { $0["output"] as? String } == ["more/three.wav", "one.wav", "two.wav"])
        for record in records {
            for (key, file) in [("inputDigest", record["input"]), ("outputDigest", record["output"])] {
                let name = try #require(file as? String)
                let process = Process()
                process.executableURL = URL(filePath: "/usr/bin/env")
                process.arguments = ["sha256sum", program.path(key == "inputDigest" ? name : "out/\(name)")]
                let pipe = Pipe()
                process.standardOutput = pipe
                try process.run()
                let printed = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                #expect(record[key] as? String == printed.split(separator: " ").first.map(String.init))
            }
        }
    }

    @Test(
        "Stopped by a signal at any song, the same command goes on: nothing half done, nothing done twice",
        arguments: [SIGKILL, SIGINT])
    func resume(signal: Int32) throws {
        // The last one is long enough to be stopped in it.
        try write(
            #"{"input": "songs/one.mid"}"# + "\n" + #"{"input": "songs/two.mid"}"# + "\n"
                + #"{"input": "songs/more/three.mid", "length": "10:00"}"#, to: "list.jsonl")
        let words = ["batch", "list.jsonl", "--out", "out", "--jobs", "1"] + short
        let process = try program.start(words)
        while process.isRunning, (try? log().count) ?? 0 < 1 { usleep(500) }
        kill(process.processIdentifier, signal)
        let stopped = try program.outcome(of: process)
        try #require(stopped.status == 128 + signal)
        let done = try log().compactMap { $0["output"] as? String }
        #expect((1...2).contains(done.count))
        if signal == SIGINT { #expect(files(below: "out") == (["batch.jsonl"] + done).sorted()) }
        let before = try done.map { try identity("out/\($0)") }
        let resumed = try program.outcome(of: program.start(words))
        #expect(resumed.status == 0)
        #expect(resumed.errors.contains("\(3 - done.count) rendered, \(done.count) up to date, 0 failed"))
        #expect(try done.map { try identity("out/\($0)") } == before)
        #expect(files(below: "out") == ["batch.jsonl", "one.wav", "three.wav", "two.wav"])
    }

    @Test("Only what has changed is rendered again: a song, a recording, an option, a file that an option names")
    func changes() throws {
        #expect(try batch("songs", "--out", "out").errors.contains("3 rendered, 0 up to date"))
        #expect(try batch("songs", "--out", "out").errors.contains("0 rendered, 3 up to date"))
        try song(seed: 8).write(to: program.folder.appending(path: "songs/one.mid"))
        #expect(try batch("songs", "--out", "out").errors.contains("1 rendered, 2 up to date"))
        // Of the same length, one byte of sound different.
        var recording = try program.bytes("out/two.wav")
        recording[recording.count - 100] ^= 1
        try recording.write(to: program.folder.appending(path: "out/two.wav"))
        #expect(try batch("songs", "--out", "out").errors.contains("1 rendered, 2 up to date"))
        #expect(try batch("songs", "--out", "out", "--seed", "2").errors.contains("3 rendered, 0 up to date"))
        let groove = ["--seed", "2", "--set", "drums.from=\(program.path("songs/two.mid"))"]
        let words = ["batch", "songs/one.mid", "--out", "out"] + short + groove
        #expect(try program.outcome(of: program.start(words)).errors.contains("1 rendered, 0 up to date"))
        #expect(try program.outcome(of: program.start(words)).errors.contains("0 rendered, 1 up to date"))
        try song(seed: 9).write(to: program.folder.appending(path: "songs/two.mid"))
        #expect(try program.outcome(of: program.start(words)).errors.contains("1 rendered, 0 up to date"))
    }

    @Test("One song that fails stops none of the others, is told with its reason, and tried again")
    func failure() throws {
        try write("This is no MIDI.", to: "songs/broken.mid")
        try write(
            #"{"input": "gone.mid"}"# + "\n" + #"{"input": "songs/one.mid", "output": "x.wav", "style": "ranycafe"}"#,
            to: "list.jsonl")
        for known in ["3 rendered, 0 up to date", "0 rendered, 3 up to date"] {
            let outcome = try batch("songs", "list.jsonl", "--out", "out")
            #expect(outcome.status == 65 && outcome.errors.contains(known + ", 3 failed"))
            #expect(outcome.errors.contains("lofi-render: 3 of 6 songs failed; see out/batch.jsonl"))
            #expect(outcome.errors.contains("broken.wav: songs/broken.mid: "))
            #expect(outcome.errors.contains("list.jsonl:1: cannot read gone.mid"))
            #expect(outcome.errors.contains("list.jsonl:2: no style is called 'ranycafe'"))
        }
        #expect(files(below: "out") == ["batch.jsonl", "more/three.wav", "one.wav", "two.wav"])
        let broken = try #require(try log().first { $0["output"] as? String == "broken.wav" })
        #expect(broken["status"] as? String == "failed" && (broken["error"] as? String)?.contains("broken.mid") == true)
        #expect(broken["outputDigest"] == nil)
    }

    @Test(
        "A manifest with a mistake is refused with its line, and nothing is made",
        arguments: [
            (#"{"input": "songs/one.mid""#, "not a JSON object"), (#"["songs/one.mid"]"#, "not a JSON object"),
            (#"{"output": "a.wav"}"#, "no input"), (#"{"input": true}"#, "input must be a string"),
            (#"{"input": "songs/one.mid", "output": {}}"#, "output must be a string"),
            (#"{"input": "songs/one.mid", "sede": 7}"#, "Unknown option '--sede'. Did you mean"),
            (#"{"input": "songs/one.mid", "sede": false}"#, "Unknown option '--sede'"),
            (#"{"input": "songs/one.mid", "out": "x"}"#, "Unknown option '--out'"),
            (#"{"input": "songs/one.mid", "help": true}"#, "Unknown option '--help'"),
            (#"{"input": "songs/one.mid", "seed": -1}"#, "The value '-1' is invalid for '--seed <seed>'"),
            (#"{"input": "songs/one.mid", "seed": true}"#, "Missing value for '--seed <seed>'"),
            (#"{"input": "songs/one.mid", "no-drums": "x"}"#, "The option '--no-drums' does not take any value"),
            (#"{"input": "songs/one.mid", "set": ["a"]}"#, "not a JSON object"),
            (#"{"input": "songs/one.mid", "set": {"drums.kit": null}}"#, "not a JSON object"),
            (#"{"input": "songs/one.mid", "set": {"drums": {"kit": 1}}}"#, "set: drums must be one value"),
            (#"{"input": "songs/one.mid", "output": "../a.wav"}"#, "output '../a.wav' must be a file inside"),
            (
                #"{"input": "songs/one.mid", "output": "/tmp/a.wav"}"#,
                "output '/tmp/a.wav' must be a file inside"
            ),
            (#"{"input": "songs/one.mid", "output": "b/"}"#, "output 'b/' must be a file inside"),
            (#"{"input": "songs/one.mid\u0000.wav"}"#, "a text contains U+0000"),
            (#"{"input": "songs/one.mid", "output": "a.wav\u0000"}"#, "a text contains U+0000"),
            (#"{"input": "songs/one.mid", "set": {"drums.kit\u0000": "dusty"}}"#, "a text contains U+0000"),
            (#"{"input": "-"}"#, "batch cannot read standard input; use render"), (#"{"input": ""}"#, "no input"),
            (#"{"input": "songs/one.mid", "input": "songs/two.mid"}"#, "a key is given twice"),
            (#"{"input": "songs/one.mid", "inp\u0075t": "songs/two.mid"}"#, "a key is given twice"),
            (#"{"input": "songs/one.mid", "set": {"drums.kit": "808", "drums.kit": "dusty"}}"#, "a key is given twice"),
            (#"{"input": "songs/one.mid", "midi-out": "x.mid"}"#, "Unknown option '--midi-out'"),
            (
                #"{"input": "\#(String(repeating: "x", count: 4097))"}"#,
                "input has 4097 bytes; at most 4096 are allowed"
            ),
            (
                #"{"input": "songs/one.mid", "output": "\#(String(repeating: "é/", count: 2000))"}"#,
                "output has 6000 bytes; at most 4096 are allowed"
            ),
        ])
    func manifestMistakes(line: String, reason: String) throws {
        try write("{\"input\": \"songs/two.mid\"}\n\(line)\n", to: "list.jsonl")
        let outcome = try batch("list.jsonl", "--out", "out")
        #expect(outcome.status == 65 && outcome.lines.count == 1)
        #expect(outcome.errors.contains("list.jsonl:2: \(reason)"), "\(outcome.errors)")
        #expect(program.files == ["list.jsonl", "songs"])
    }

    @Test("What is wrong for all songs is said once, and nothing is made")
    func refusals() throws {
        try write("\n", to: "empty.jsonl")
        try FileManager.default.createDirectory(atPath: program.path("nothing"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: program.path("mine"), withIntermediateDirectories: true)
        let mine = #"{"input": "../songs/one.mid"}"#
        try write(mine, to: "mine/batch.jsonl")
        let before = program.files
        let cases: [([String], Int32, String)] = [
            (["none*.mid", "--out", "out"], 66, "no files match none*.mid"),
            (["nothing", "--out", "out"], 66, "have files ending in .mid, .midi, .kar, .rmi, .mxl, .musicxml or .xml"),
            (["empty.jsonl", "--out", "out"], 65, "empty.jsonl: the manifest has no songs"),
            (["gone.jsonl", "--out", "out"], 66, "gone.jsonl"),
            (["-", "--out", "out"], 64, "cannot read standard input"),
            (["songs", "--out", "out", "--style", "ranycafe"], 64, "ranycafe"),
            (["songs", "--out", "out", "--jobs", "0"], 64, "--jobs must be 1…32, not 0"),
            (["songs", "--out", "out", "--ending", "xyz"], 64, "not xyz"),
            (["songs", "--out", "songs/one.mid/x"], 73, "cannot create the folder songs/one.mid/x: Not a directory"),
            (["songs", "--out", ""], 64, "--out is empty"),
            (["songs", "--out="], 64, "Missing value for '--out <out>'"),
            (["songs", "--out", "out", "--midi-out", "x.mid"], 64, "Unknown option '--midi-out'"),
            (["mine/batch.jsonl", "--out", "./mine"], 73, "./mine/batch.jsonl is an input"),
            (
                ["songs/one.mid", "songs/more/../one.mid", "--out", "out"], 64,
                "have the same output, one.wav: it is given twice"
            ),
            (
                ["songs/more/three.mid", "songs/one.mid", "songs/more/three.mid", "--out", "out"], 64,
                "have the same output, three.wav: it is given twice"
            ),
        ]
        for (words, status, reason) in cases {
            let outcome = try program.outcome(of: program.start(["batch"] + words))
            #expect(outcome.status == status && outcome.errors.contains(reason), "\(words): \(outcome.errors)")
            #expect(program.files == before, "\(words)")
        }
        #expect(try program.bytes("mine/batch.jsonl") == Data(mine.utf8))
    }
}
