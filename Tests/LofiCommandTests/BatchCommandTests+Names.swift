import Foundation
import Testing

/// Names of songs and recordings, and whose files they are.
extension BatchCommandTests {
    @Test("A manifest's names may have colons and quotes in them")
    func punctuation() throws {
        try program.bytes("songs/one.mid").write(to: program.folder.appending(path: #"songs/a: "b\.mid"#))
        try write(#"{"input": "songs/a: \"b\\.mid", "set": {"drums.kit": "brushes"}}"#, to: "list.jsonl")
        let outcome = try batch("list.jsonl", "--out", "out")
        #expect(outcome.status == 0 && files(below: "out") == [#"a: "b\.wav"#, "batch.jsonl"], "\(outcome.errors)")
    }

    @Test("No two songs of a manifest get one file, however it is written")
    func oneFileForTwo() throws {
        try write(
            #"{"input": "songs/one.mid", "output": "a/b.wav"}"# + "\n"
                + #"{"input": "songs/two.mid", "output": "./a//b.wav"}"#,
            to: "list.jsonl")
        let outcome = try batch("list.jsonl", "--out", "out")
        #expect(outcome.status == 64 && outcome.errors.contains("have the same output, a/b.wav"))
    }

    @Test("Results may lie in the folder of the songs; no song is ever written over")
    func sameFolder() throws {
        let song = try program.bytes("songs/one.mid")
        try song.write(to: program.folder.appending(path: "songs/really-midi.wav"))
        for count in ["3 rendered", "0 rendered, 3 up to date"] {
            let outcome = try batch("songs", "--out", "songs")
            #expect(outcome.status == 0 && outcome.errors.contains(count))
        }
        try write(
            #"{"input": "one.mid", "output": "really-midi.wav"}"# + "\n"
                + #"{"input": "really-midi.wav", "output": "x.wav"}"#,
            to: "songs/list.jsonl")
        let outcome = try batch("songs/list.jsonl", "--out", "songs")
        #expect(outcome.status == 65 && outcome.errors.contains("songs/really-midi.wav is an input of the batch"))
        #expect(try program.bytes("songs/really-midi.wav") == song && program.bytes("songs/one.mid") == song)
        #expect(try program.bytes("songs/x.wav") == program.bytes("songs/one.wav"))
    }

    @Test("--quiet says nothing but failures; a second batch in one folder is refused while the first is at work")
    func quietAndAlone() throws {
        let first = try program.start(["batch", "songs", "--out", "out", "--quiet"] + short)
        while first.isRunning, !FileManager.default.fileExists(atPath: program.path("out/one.wav")) { usleep(500) }
        kill(first.processIdentifier, SIGSTOP)
        let second = Process()
        second.executableURL = Program.executable
        second.arguments = ["batch", "songs", "--out", "out"]
        second.currentDirectoryURL = program.folder
        second.standardError = FileHandle.nullDevice
        try second.run()
        second.waitUntilExit()
        #expect(second.terminationStatus == 69)
        kill(first.processIdentifier, SIGCONT)
        let outcome = try program.outcome(of: first)
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
    }

    @Test("A manifest with the line ends of Windows is read as any other, its mark of UTF-8 too")
    func lineEnds() throws {
        try write(
            "\u{FEFF}{\"input\": \"songs/one.mid\"}\r\n\r\n{\"input\": \"songs/two.mid\", \"output\": \"b.wav\"}\r\n",
            to: "list.jsonl")
        let outcome = try batch("list.jsonl", "--out", "out")
        #expect(outcome.status == 0 && outcome.errors.contains("2 rendered"), "\(outcome.errors)")
        #expect(files(below: "out") == ["b.wav", "batch.jsonl", "one.wav"])
        try write("{\"input\": \"songs/one.mid\"}\r\n{\"inptu\": 1}\r\n", to: "list.jsonl")
        #expect(try batch("list.jsonl", "--out", "out").errors.contains("list.jsonl:2: no input"))
    }

    @Test("Songs that differ by their extension alone become recordings of their own")
    func extensions() throws {
        try program.bytes("songs/two.mid").write(to: program.folder.appending(path: "songs/one.midi"))
        try program.bytes("songs/two.mid").write(to: program.folder.appending(path: "songs/one.midi.mid"))
        let outcome = try batch("songs", "--out", "out")
        #expect(outcome.status == 0 && outcome.errors.contains("5 rendered"), "\(outcome.errors)")
        #expect(
            files(below: "out") == [
                "batch.jsonl", "more/three.wav", "one.midi.mid.wav", "one.midi.wav", "one.wav", "two.wav",
            ])
        #expect(try program.bytes("out/one.midi.wav") == program.bytes("out/two.wav"))
        // In an order in which the whole name is taken too.
        let other = try batch("songs/one.midi.mid", "./songs/one.mid", "songs/one.midi", "--out", "other")
        #expect(other.status == 0, "\(other.errors)")
        #expect(files(below: "other") == ["batch.jsonl", "one.midi-2.wav", "one.midi.wav", "one.wav"])
    }

    @Test("A file that somebody else made under a name that nobody gave is kept; --force replaces it")
    func foreign() throws {
        try FileManager.default.createDirectory(atPath: program.path("out"), withIntermediateDirectories: true)
        try write("mine", to: "out/one.wav")
        for _ in 0..<2 {
            let outcome = try batch("songs", "--out", "out")
            #expect(
                outcome.status == 65 && outcome.errors.contains("out/one.wav exists and was not made by lofi-render"))
            #expect(try program.bytes("out/one.wav") == Data("mine".utf8))
        }
        #expect(try batch("songs", "--out", "out", "--force").errors.contains("1 rendered, 2 up to date"))
        #expect(try program.bytes("out/one.wav").starts(with: Data("RIFF".utf8)))
        try write("mine", to: "out/named.wav")
        try write(#"{"input": "songs/two.mid", "output": "named.wav"}"#, to: "list.jsonl")
        #expect(try batch("list.jsonl", "--out", "out").status == 0)
    }
}
