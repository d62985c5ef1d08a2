import Foundation
import Testing

/// Stems and channels from outside: files, names, refusals, signals.
@Suite("The command line writes stems")
struct StemCommandTests {
    private let program: Program
    private let short = ["--length", "6", "--rate", "8000", "-q"]

    init() throws { program = try Program() }

    private func render(_ arguments: String...) throws -> Program.Outcome {
        try program.outcome(of: program.start([Program.song, "-o", "out.wav"] + arguments + short))
    }

    private func names(_ folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: program.path(folder)).sorted()) ?? []
    }

    private func manifest(_ folder: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: program.bytes("\(folder)/stems.json")) as? [String: Any])
    }

    /// Size of the chunk with the audio of a WAV file.
    private func audioBytes(_ name: String) throws -> Int {
        let bytes = [UInt8](try program.bytes(name))
        var position = 12
        while position + 8 <= bytes.count {
            let size = bytes[(position + 4)..<(position + 8)].reversed().reduce(0) { $0 << 8 | Int($1) }
            if bytes[position..<(position + 4)].elementsEqual("data".utf8) { return size }
            position += 8 + size + size % 2
        }
        return 0
    }

    @Test("--stems makes a folder with a file for each channel, their sum and stems.json")
    func stems() throws {
        let outcome = try render("--stems", "deep/stems")
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
        #expect(program.files == ["deep", "out.wav"])
        let names = names("deep/stems")
        #expect(names.count > 6 && names.contains("mix-premaster.wav") && names.contains("stems.json"))
        #expect(names.filter { $0.hasPrefix("out_") }.allSatisfy { $0.contains("bpm_Eb.wav") })
        let listed = try #require(manifest("deep/stems")["stems"] as? [[String: Any]]).compactMap {
            $0["file"] as? String
        }
        #expect(Set(listed + ["mix-premaster.wav", "stems.json"]) == Set(names))
        // Eight bytes a frame, four in the finished file.
        let frames = try #require(manifest("deep/stems")["frames"] as? Int)
        #expect(try audioBytes("out.wav") == frames * 4)
        for name in names where name.hasSuffix(".wav") {
            #expect(try audioBytes("deep/stems/\(name)") == frames * 8, "\(name)")
        }
        // Again, with fewer: none of the others stays.
        #expect(try render("--stems", "deep/stems", "--only", "drums", "--bits", "16").status == 0)
        #expect(self.names("deep/stems").count == 3)
        #expect(try manifest("deep/stems")["bits"] as? String == "16")
    }

    @Test("A folder with other files is refused in one line, unless --force is given")
    func foreign() throws {
        try FileManager.default.createDirectory(atPath: program.path("stems"), withIntermediateDirectories: false)
        try Data("mine".utf8).write(to: program.folder.appending(path: "stems/notes.txt"))
        let refused = try render("--stems", "stems")
        #expect(refused.status == 73 && refused.lines.count == 1)
        #expect(refused.errors.contains("stems: it holds notes.txt, which is no stem of lofi-render"))
        #expect(program.files == ["stems"] && names("stems") == ["notes.txt"])
        #expect(try render("--stems", "stems", "--force").status == 0)
        #expect(try program.bytes("stems/notes.txt") == Data("mine".utf8) && names("stems").count > 6)
    }

    @Test(
        "What cannot be is refused in one line, with its status, and nothing stays",
        arguments: [
            (["--mute", "vinil"], 64, "no channel is named 'vinil' (did you mean 'vinyl'?)"),
            (["--solo", "drums,,bass"], 64, "--solo needs names with commas between them"),
            (["--only", "pad"], 64, "nothing is left to hear"), (["--stems", ""], 64, "--stems is empty"),
            (["--stems", "song.mid"], 73, "song.mid: Not a directory"),
            (["--stems", "song.mid/stems"], 73, "Not a directory"),
        ] as [([String], Int32, String)])
    func refusals(arguments: [String], status: Int32, words: String) throws {
        try FileManager.default.copyItem(atPath: Program.song, toPath: program.path("song.mid"))
        let stems = arguments.contains("--stems") ? [] : ["--stems", "stems"]
        let outcome = try program.outcome(
            of: program.start([Program.song, "-o", "out.wav"] + arguments + stems + short))
        #expect(outcome.status == status && outcome.lines.count == 1, "\(outcome.status) \(outcome.errors)")
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        #expect(program.files == ["song.mid"])
    }

    @Test("A signal in the middle leaves neither stems nor their folder", arguments: [SIGINT, SIGTERM, SIGSEGV])
    func signals(signal: Int32) throws {
        let process = try program.start(
            [Program.song, "-o", "out.wav", "--length", "40:00", "-q", "--stems", "deep/stems"])
        for _ in 0..<500 where names("deep/stems").count < 6 { usleep(10_000) }
        #expect(names("deep/stems").count >= 6)
        kill(process.processIdentifier, signal)
        #expect(try program.outcome(of: process).status == 128 + signal)
        #expect(program.files.isEmpty)
    }

    @Test("A full disk is said, and nothing stays")
    func full() throws {
        let outcome = try program.outcome(
            of: program.start(
                [Program.song, "-o", "out.wav", "-q", "--stems", "stems"],
                prefix: ["sh", "-c", "ulimit -f 200; exec \"$@\"", "sh"]))
        #expect(outcome.status == 74 && outcome.lines.count == 1, "\(outcome.errors)")
        #expect(outcome.errors.contains("File too large"), "\(outcome.errors)")
        #expect(program.files.isEmpty)
    }

    @Test("batch makes a folder of stems for each song, and makes it again if it is gone")
    func batch() throws {
        for name in ["songs/one.mid", "songs/more/two.mid"] {
            let path = program.path(name)
            try FileManager.default.createDirectory(
                atPath: URL(filePath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: Program.song, toPath: path)
        }
        func batch() throws -> Program.Outcome {
            try program.outcome(
                of: program.start(["batch", "songs", "--out", "out", "--stems", "stems"] + short.dropLast()))
        }
        let first = try batch()
        #expect(first.status == 0 && first.errors.contains("2 rendered"), "\(first.errors)")
        #expect(names("stems") == ["more", "one"] && names("stems/more") == ["two"])
        #expect(names("stems/one").contains("stems.json") && names("stems/one").count == names("stems/more/two").count)
        #expect(try batch().errors.contains("0 rendered, 2 up to date"))
        try FileManager.default.removeItem(atPath: program.path("stems/one"))
        #expect(try batch().errors.contains("1 rendered, 1 up to date"))
        #expect(names("stems/one").contains("stems.json"))
    }
}
