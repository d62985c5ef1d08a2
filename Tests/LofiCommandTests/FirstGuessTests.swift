import Foundation
import Testing

/// What people type first, and what they get: the table in docs/first-guesses.md.
///
/// `LOFI_TABLES=write swift test --filter FirstGuess` writes it; read it first.
@Suite("First guesses on the command line")
struct FirstGuessTests {
    private static let document = Program.root.appending(path: "docs/first-guesses.md")
    private static let heading = """
        # First guesses

        What people type first, with the exit status and what it prints or writes; made by `FirstGuessTests`. `song.mid` is
        Examples/songs/late-train.mid, `songs` a folder with two songs and a text file, `out` an empty folder.

        | typed after `lofi-render` | status | |
        |---|---|---|

        """

    static let guesses = [
        "song.mid", "song.mid out.wav", "song.mid -o out.flac", "song.mid -o out/", "song.mid -o out",
        "song.mid -o missing/",
        "song.mid songs/a.mid", "songs", "songs/a.mid songs/b.kar --style rainy-cafe -o out",
        "songs -o 'my songs' --key 'A minor'", "*.mid",
        "render song.mid",
        "--list-styles", "styles", "styles jazz", "styles polka", "-V", "--version", "presets", "list", "help batch",
        "song.mid --bpm 80", "song.mid --bpm 0", "song.mid --tempo 0", "song.mid --tempo 0x10",
        "song.mid --tempo 1e308",
        "song.mid --tempo fast", "song.mid --tempo 120bpm",
        "song.mid --preset rainy-cafe", "song.mid --style 'Rainy Cafe'", "song.mid --style RAINY_CAFE",
        "song.mid --style rainy",
        "song.mid --style jazz", "song.mid --style rain", "song.mid --style lofi", "song.mid --style rany-cafe",
        "song.mid --style mine.yaml", "song.mid --style",
        "song.mid --length 90s", "song.mid --length 1m", "song.mid --length 1m10s", "song.mid --length 1:10",
        "song.mid --length 2:75", "song.mid --length 0", "song.mid --length 0x10", "song.mid --length 1e308",
        "song.mid --lenght 60", "song.mid --reverb 50", "song.mid --volume 5", "song.mid --speed 0.8",
        "song.mid --no-drum", "song.mid --dust 150", "song.mid --seed -1",
        "song.mid --seed lucky", "song.mid --key H", "song.mid --loop --length 30", "song.mid --bars 8",
        "song.mid --loop --bars 500",
        "song.mid -o out.xyz", "song.mid -o out.mp3 --rate 96000", "song.mid -o out.flac --bits 32f",
        "song.mid --bits 20",
        "song.mid --soundfont missing.sf2", "nosuch.mid", "notes.txt", "empty.mid", "blank.wav", "''", "batch songs",
        "batch songs --out out", "batch out --out finished", "generate", "song",
    ]

    /// The words of a line, as a shell divides them.
    private static func words(_ line: String) -> [String] {
        var (words, quoted) = ([String](), false)
        var word: String?
        for character in line {
            switch character {
            case "'":
                quoted.toggle()
                word = word ?? ""
            case " " where !quoted:
                if let done = word { words.append(done) }
                word = nil
            default: word = (word ?? "") + [character]
            }
        }
        return words + (word.map { [$0] } ?? [])
    }

    /// A row of the table, from what the program does.
    private static func row(_ guess: String) throws -> String {
        let program = try Program()
        func write(_ name: String, _ data: Data) throws { try data.write(to: program.folder.appending(path: name)) }
        let song = try Data(contentsOf: URL(filePath: Program.song))
        for folder in ["songs", "out"] {
            try FileManager.default.createDirectory(
                at: program.folder.appending(path: folder), withIntermediateDirectories: false)
        }
        for name in ["song.mid", "songs/a.mid", "songs/b.kar"] { try write(name, song) }
        for name in ["notes.txt", "songs/notes.txt"] { try write(name, Data("Some words.\n".utf8)) }
        for name in ["empty.mid", "blank.wav"] { try write(name, Data()) }
        let before = Set(try FileManager.default.subpathsOfDirectory(atPath: program.folder.path))
        let outcome = try program.outcome(of: program.start(words(guess)))
        let made = Set(try FileManager.default.subpathsOfDirectory(atPath: program.folder.path)).subtracting(before)
            .sorted()
        let text: String
        if outcome.status == 0 {
            let first = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").first.map {
                "prints: \($0)"
            }
            text = made.isEmpty ? first ?? "prints nothing" : "writes \(made.joined(separator: ", "))"
        } else {
            #expect(made.isEmpty, "\(guess) leaves \(made)")
            text = outcome.errors.split(separator: "\n").joined(separator: " ⏎ ")
        }
        let cell = text.replacing("lofi-render: ", with: "", maxReplacements: 1).replacing("|", with: "\\|")
        return "| `\(guess)` | \(outcome.status) | \(cell) |"
    }

    @Test("Each first guess does what the table says", arguments: guesses)
    func guess(line: String) throws {
        guard ProcessInfo.processInfo.environment["LOFI_TABLES"] == nil else { return }
        let table = try String(contentsOf: Self.document, encoding: .utf8).split(separator: "\n").map(String.init)
        let row = try Self.row(line)
        #expect(table.contains(row), "\(row)")
    }

    @Test(
        "The table is written on request", .enabled(if: ProcessInfo.processInfo.environment["LOFI_TABLES"] == "write"))
    func write() throws {
        let rows = try Self.guesses.map(Self.row)
        try Data((Self.heading + rows.joined(separator: "\n") + "\n").utf8).write(to: Self.document)
    }

    @Test("The table has these rows and no others")
    func rows() throws {
        let table = try String(contentsOf: Self.document, encoding: .utf8)
        let typed = table.split(separator: "\n").filter { $0.hasPrefix("| `") && !$0.hasPrefix("| typed") }
        #expect(typed.count == Self.guesses.count && Self.guesses.count >= 40)
    }
}
