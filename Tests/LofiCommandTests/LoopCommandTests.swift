import Foundation
import Testing

/// Loops from outside.
@Suite("The command line makes loops")
struct LoopCommandTests {
    private let program: Program

    init() throws { program = try Program() }

    private func manifest(_ folder: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: program.bytes("\(folder)/stems.json")) as? [String: Any])
    }

    @Test("--loop with --bars and --stems makes a pack of equal length, and says which bars it took")
    func pack() throws {
        let outcome = try program.run(
            Program.song, "-o", "a.wav", "--loop", "--bars", "2", "--rate", "8000", "--tempo", "75", "--stems", "pack")
        #expect(outcome.status == 0 && outcome.errors.contains("loop of bars "), "\(outcome.errors)")
        let manifest = try manifest("pack")
        // Eight quarters at 75 bpm.
        #expect(manifest["frames"] as? Int == 51_200 && manifest["bars"] as? Int == 2)
        #expect(manifest["isLoop"] as? Bool == true && manifest["beatsPerMinute"] as? Double == 75)
        #expect(outcome.lines.last?.contains(": 0:06, 75.0 bpm") == true, "\(outcome.errors)")
    }

    @Test("song --loop composes eight bars, or as many as asked for; batch makes loops too")
    func song() throws {
        for (bars, words) in [(8, []), (4, ["--bars", "4"])] {
            let made = try program.outcome(
                of: program.start(
                    ["song", "rules", "--loop", "-o", "s.wav", "--rate", "8000", "--tempo", "80", "--stems", "s"]
                        + words))
            #expect(made.status == 0, "\(made.errors)")
            #expect(try manifest("s")["frames"] as? Int == bars * 4 * 6000)
        }
        try FileManager.default.copyItem(atPath: Program.song, toPath: program.path("a.mid"))
        let batch = try program.run(
            "batch", "a.mid", "--out", "out", "--loop", "--bars", "1", "--tempo", "80", "--rate", "8000", "--stems",
            "packs")
        #expect(batch.status == 0, "\(batch.errors)")
        #expect(try manifest("packs/a")["frames"] as? Int == 24_000)
    }

    @Test("What a loop cannot be is refused in one line, and leaves nothing")
    func refused() throws {
        let cases: [([String], Int32, String)] = [
            (["--loop", "--length", "20"], 64, "--length and --loop exclude each other"),
            (["--bars", "8"], 64, "--bars needs --loop"),
            (["--loop", "--bars", "0"], 64, "--bars must be 1…10000, not 0"),
            (["--loop", "--bars", "25"], 65, "has 24 bars, fewer than --bars 25"),
        ]
        for (words, status, message) in cases {
            let outcome = try program.outcome(of: program.start([Program.song, "-o", "a.wav"] + words))
            #expect(outcome.status == status && outcome.lines.count == 1, "\(outcome.errors)")
            #expect(outcome.errors.contains(message), "\(outcome.errors)")
        }
        #expect(program.files.isEmpty)
    }
}
