import Foundation
import Testing

@Suite("Folders of MIDI at the command line")
struct CorpusCommandTests {
    private let program: Program

    init() throws {
        program = try Program()
        try FileManager.default.createDirectory(atPath: program.path("songs"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: program.path("empty"), withIntermediateDirectories: true)
        for name in ["a.mid", "b.MID"] {
            try FileManager.default.copyItem(atPath: Program.song, toPath: program.path("songs/\(name)"))
        }
        try Data("no song".utf8).write(to: program.folder.appending(path: "songs/c.mid"))
    }

    private func json(_ arguments: [String]) throws -> Any {
        let outcome = try program.outcome(of: program.start(arguments))
        #expect(outcome.status == 0, "\(outcome.errors)")
        return try JSONSerialization.jsonObject(with: outcome.output)
    }

    @Test("corpus says what is in a folder, names what it leaves out, and as JSON too")
    func corpus() throws {
        let outcome = try program.run("corpus", "songs")
        let text = String(decoding: outcome.output, as: UTF8.self)
        #expect(outcome.status == 0 && outcome.lines.count == 1 && outcome.errors.contains("c.mid left out"))
        #expect(text.contains("2, 1 unreadable, 1 exact duplicates") && text.contains("Eb major 2"), "\(text)")
        let object = try #require(try json(["corpus", "songs", "--json"]) as? [String: Any])
        #expect(object["files"] as? Int == 2 && (object["onsets"] as? [Int])?.count == 16)
        let words = String(decoding: try program.run("corpus", "songs", "--words", "as-written").output, as: UTF8.self)
        #expect(words.split(separator: "\n").count == 2 && words.hasPrefix("a.mid\t"))
    }

    @Test("evaluate prints a row a metric and a column an input, the corpus last; a song of the corpus is a whole copy")
    func evaluate() throws {
        let outcome = try program.run("evaluate", "songs/a.mid", "songs", "--against", "songs")
        let rows = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
        #expect(outcome.status == 0 && rows.count == 27)
        for name in ["declared key consistency", "chord bigram bits", "self similarity 8 bars"] {
            #expect(rows.contains { $0.hasPrefix(name) }, "\(name)")
        }
        let copied = try #require(rows.first { $0.hasPrefix("copied 8 steps") }).split(separator: " ").suffix(3)
        // Itself is no copy in the corpus's own column.
        #expect(Array(copied) == ["1.000", "1.000", "0.000"])
        let columns = try #require(try json(["evaluate", "songs", "--json"]) as? [[String: Any]])
        #expect((columns.first?["songs"] as? [Any])?.count == 2)
    }

    @Test("evaluate --bars measures so many bars: of one bar nothing lies eight bars apart")
    func excerpts() throws {
        func metrics(_ bars: String) throws -> [String: Double] {
            let columns = try json(["evaluate", Program.song, "--bars", bars, "--json"]) as? [[String: Any]]
            return try #require(columns?.first?["metrics"] as? [String: Double])
        }
        let (short, long) = (try metrics("1"), try metrics("16"))
        #expect(short["self_similarity_8_bars"] == nil && short["pitch_entropy"] != nil)
        #expect(long["n_pitches_used"] ?? 0 > short["n_pitches_used"] ?? 0)
        #expect(try program.run("evaluate", "songs/a.mid", "--bars", "0").status == 64)
    }

    @Test(
        "What is no corpus is one line",
        arguments: [
            (["corpus", "empty"], 66, "no MIDI"), (["corpus", "nowhere"], 66, "nowhere"),
            (["corpus", "songs/c.mid"], 66, "it is a file"), (["evaluate", "songs/c.mid"], 65, "songs/c.mid"),
            (["evaluate", "songs/a.mid", "--against", "empty"], 66, "empty"), (["corpus", "bad"], 65, "bad"),
        ] as [([String], Int32, String)])
    func refusals(arguments: [String], status: Int32, words: String) throws {
        try FileManager.default.createDirectory(atPath: program.path("bad"), withIntermediateDirectories: true)
        try Data().write(to: program.folder.appending(path: "bad/x.mid"))
        let outcome = try program.outcome(of: program.start(arguments))
        #expect(
            outcome.status == status && outcome.lines.count == 1 && outcome.errors.contains(words), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }
}
