import Foundation
import Testing

/// Names and texts of others with an escape sequence and a line's end in them.
@Suite("Text of others never reaches the terminal raw")
struct HostileNamesTests {
    private let program: Program
    private static let hostile = "x\u{1B}[31m\ny"

    init() throws { program = try Program() }

    @Test(
        "A refusal is one line that writes them out",
        arguments: [
            (["HOSTILE"], 66), (["HOSTILE.mid", "-o", "x.wav"], 65), (["SONG", "--style", "HOSTILE"], 64),
            (["SONG", "--style", "./key.yaml"], 65), (["SONG", "--style", "./value.yaml"], 65),
            (["SONG", "--style", "./twice.yaml"], 65), (["SONG", "--style", "./bus.yaml"], 65),
            (["SONG", "--set", "HOSTILE=3"], 64), (["SONG", "--key", "HOSTILE"], 64),
            (["SONG", "--bits", "HOSTILE"], 64),
            (["SONG", "--length", "HOSTILE"], 64), (["SONG", "--rate", "HOSTILE"], 64), (["SONG", "--HOSTILE"], 64),
            (["SONG", "--soundfont", "HOSTILE"], 66), (["SONG", "-o", "HOSTILE/x.wav"], 73),
            (["SONG", "-o", "HOSTILE.txt"], 73),
            (["analyze", "HOSTILE"], 66), (["plugins", "HOSTILE"], 64), (["styles", "show", "HOSTILE"], 64),
            (["generate", "--model", "HOSTILE", "-o", "x.mid"], 66),
            (["generate", "--like", "HOSTILE", "-o", "x.mid"], 64),
            (["generate", "--generator", "HOSTILE", "-o", "x.mid"], 69), (["corpus", "HOSTILE"], 66),
            (["evaluate", "HOSTILE"], 66), (["process", "HOSTILE", "-o", "x.wav"], 66),
            (["process", "--length", "1", "-o", "x.wav", "--effect", "HOSTILE"], 64),
            (["soundfont", "check", "HOSTILE"], 66),
            (["train", "composer", "--corpus", "HOSTILE", "-o", "m"], 66),
        ] as [([String], Int32)])
    func refusals(arguments: [String], status: Int32) throws {
        let key = #""x\e[31m\ny""#
        for (name, text) in [
            ("\(Self.hostile).mid", "no song"), ("key.yaml", "\(key): 3"), ("value.yaml", "master: { dither: \(key) }"),
            ("twice.yaml", "\(key): 3\n\(key): 4"), ("bus.yaml", "parts: { chords: { send: { \(key): 0.5 } } }"),
        ] { try Data(text.utf8).write(to: program.folder.appending(path: name)) }
        let before = program.files
        let outcome = try program.outcome(
            of: program.start(
                arguments.map { word in
                    word == "SONG" ? Program.song : word.replacingOccurrences(of: "HOSTILE", with: Self.hostile)
                }))
        #expect(outcome.status == status, "\(outcome.errors.debugDescription)")
        #expect(outcome.lines.count == 1 && isClean(outcome), "\(outcome.errors.debugDescription)")
        #expect(program.files == before)
    }

    @Test("Long names are shortened; lists of allowed values are not")
    func long() throws {
        let name = String(repeating: "x", count: 5000)
        for arguments in [
            [name], [Program.song, "--style", name], [Program.song, "--\(name)"], ["analyze", "\(name).mid"],
        ] {
            let outcome = try program.outcome(of: program.start(arguments))
            #expect(outcome.status != 0 && outcome.lines.count == 1 && outcome.errors.count < 1100, "\(outcome.errors)")
            #expect(outcome.errors.contains("xxx…xxx"))
        }
        let words = String(repeating: "x y ", count: 5000)
        #expect(try program.run("process", words, "-o", "x.wav").errors.count < 1100)
        let refused = try program.run("process", "--length", "1", "-o", "x.wav", "--effect", "nosuch")
        #expect(
            refused.errors.contains("gain, stereo-width, low-pass") && !refused.errors.contains("…"),
            "\(refused.errors)")
    }

    @Test("A report does so too")
    func reports() throws {
        let name = "\(Self.hostile).mid"
        let bytes = try Data(contentsOf: URL(filePath: Program.song))
        try bytes.write(to: program.folder.appending(path: name))
        try bytes.dropLast(9).write(to: program.folder.appending(path: "cut.mid"))
        try Data().write(to: program.folder.appending(path: "\(Self.hostile)2.mid"))
        let style = "name: \"x\\e[31m\\ny\"\nsummary: \"x\\e[31m\\ny\"\n"
        let own = program.folder.appending(path: "config/lofi-render/styles")
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        for file in ["x.yaml", "\(Self.hostile).yaml"] { try Data(style.utf8).write(to: own.appending(path: file)) }
        let runs = [
            [name, "-o", "\(Self.hostile).wav", "--length", "4", "--style", "x"], ["corpus", "."],
            ["corpus", ".", "--words", "as-written"], ["evaluate", name], ["styles"], ["analyze", name],
        ]
        for arguments in runs {
            let outcome = try program.outcome(of: program.start(arguments))
            #expect(outcome.status == 0 && isClean(outcome), "\(arguments) \(outcome.errors.debugDescription)")
            let shown = outcome.errors + String(decoding: outcome.output, as: UTF8.self)
            #expect(arguments[0] == "analyze" || shown.contains(#"x\u{1B}[31m\ny"#), "\(arguments)")
        }
    }

    private func isClean(_ outcome: Program.Outcome) -> Bool {
        !outcome.errors.contains("\u{1B}") && !outcome.output.contains(0x1B)
            && !outcome.errors.contains("[31m\n") && !outcome.output.contains(Data("[31m\n".utf8))
    }
}

extension Data {
    fileprivate func contains(_ part: Data) -> Bool { range(of: part) != nil }
}
