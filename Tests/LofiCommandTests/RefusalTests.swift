import Foundation
import Testing

@Suite("The command line refuses")
struct RefusalTests {
    private let program: Program

    init() throws { program = try Program() }

    @Test(
        "One readable line that names what is wrong, a status by sysexits.h, and nothing written",
        arguments: [
            (["nosuch.mid"], 66, "nosuch.mid"), (["text.mid"], 65, "text.mid"), (["empty.mid"], 65, "empty.mid"),
            (["SONG", "--style", "dusty-tpae"], 64, "dusty-tape"), (["SONG", "--style", "bad.yaml"], 65, "bad.yaml:2"),
            (["SONG", "--set", "drums.fills-every=99"], 64, "0…32"), (["SONG", "--set", "drums=3"], 64, "drums"),
            (["SONG", "--tempo", "nan"], 64, "--tempo"), (["SONG", "--tempo", "1e308"], 64, "--tempo"),
            (["SONG", "--tempo", "1000"], 64, "lofi-render: --tempo must be 20…400 bpm, not 1000\n"),
            (["SONG", "--tempo", "0"], 64, "lofi-render: --tempo must be 20…400 bpm, not 0\n"),
            (["SONG", "--tempo", "-5"], 64, "lofi-render: --tempo must be 20…400 bpm, not -5\n"),
            (["SONG", "--tempo", "abc"], 64, "20 to 400"),
            (["SONG", "--length", "2:xx"], 64, "2:30"),
            (["SONG", "--key", "H"], 64, "lofi-render: --key must be a key such as Eb, F# or \"A minor\", not H\n"),
            (
                ["SONG", "--length", "1:70"], 64,
                "--length must be a time such as 2:30, 150, 90s or 2m, 0…86400 s, not 1:70\n"
            ),
            (["SONG", "--length", "1:60:00"], 64, "not 1:60:00"),
            (["SONG", "--length", "0"], 64, "more than 0 s, not 0"),
            (
                ["SONG", "--length", "-1"], 64,
                "--length must be a time such as 2:30, 150, 90s or 2m, 0…86400 s, not -1\n"
            ),
            (["SONG", "--seed", "-1"], 64, "Random seed, 0 or more"), (["SONG", "--rate", "-1"], 64, "not -1"),
            (["SONG", "--set", "master.ceiling="], 64, "lofi-render: --set master.ceiling=: 'ceiling' is empty, but"),
            (
                ["SONG", "--set", "master.loudness=abc"], 64,
                "lofi-render: --set master.loudness=abc: 'loudness' is abc"
            ),
            (["SONG", "--set", "parts.chords.instrument=x"], 64, "lofi-render: --set parts.chords.instrument=x: "),
            ([""], 64, "lofi-render: the input's name is empty\n"),
            (["SONG", "-o", ""], 64, "the argument after -o is empty"),
            (["SONG", "--length", ""], 64, "the argument after --length is empty"),
            (["SONG", "--style="], 64, "Missing value for '--style <style>'"),
            (["generate", "--model", ""], 64, "the argument after --model is empty"),
            (["process", "."], 66, "cannot read .: it is a folder\n"),
            (["process", "--length", "1"], 64, "give --effect"),
            (["SONG", "--rate", "7999"], 64, "8000"), (["SONG", "--bits", "12"], 64, "16, 24"),
            (["SONG", "--soundfont", "text.mid"], 65, "text.mid"),
            (["SONG", "--soundfont", "none.sf2"], 66, "none.sf2"),
            (["SONG", "-o", "nowhere/x.wav"], 73, "nowhere"), (["SONG", "-o", "nowhere/"], 73, "no such folder"),
            (["SONG", "-o", "x.txt"], 73, "wav"), (["song.mid", "-o", "song.mid"], 73, "input"),
            (["song.mid", "-o", "x.wav", "--midi-out", "song.mid"], 73, "input"),
            (["SONG", "-o", "x.wav", "--midi-out", "font.sf2", "--soundfont", "font.sf2"], 73, "input"),
            (["SONG", "-o", "x.wav", "--midi-out", "bad.yaml", "--style", "bad.yaml"], 73, "input"),
            (["SONG", "-o", "x.wav", "--midi-out", "./x.wav"], 73, "--midi-out"),
            (["generate", "--like", "song.mid", "-o", "song.mid"], 73, "input"),
            (["SONG", "--rate", "abc"], 64, "8000 to 192000"), (["SONG", "--rate"], 64, "8000 to 192000"),
            (["SONG", "--dust", "abc"], 64, "0 to 100"), (["SONG", "--dust", "-1"], 64, "must be 0…100"),
            (["SONG", "--nosuch"], 64, "--nosuch"), (["SONG", "again.mid"], 64, "again.mid"),
            (["SONG", "--length", "1e308"], 64, "0…86400"), (["process", "--length", "1e300"], 64, "0…86400"),
            (["process", "--length", "0"], 64, "--length must be more than 0 s"),
            (["process", "--length", "1", "--effect", "duck: {from: drums}"], 64, "listens to 'drums'"),
        ] as [([String], Int32, String)])
    func refusals(arguments: [String], status: Int32, words: String) throws {
        try Data("no song".utf8).write(to: program.folder.appending(path: "text.mid"))
        try Data().write(to: program.folder.appending(path: "empty.mid"))
        try Data("name: bad\nmastr: {}\n".utf8).write(to: program.folder.appending(path: "bad.yaml"))
        try FileManager.default.copyItem(atPath: Program.song, toPath: program.path("song.mid"))
        try Data("font".utf8).write(to: program.folder.appending(path: "font.sf2"))
        try Data("old".utf8).write(to: program.folder.appending(path: "out.wav"))
        let before = program.files
        let named = arguments.contains("-o") ? arguments : arguments + ["-o", "out.wav"]
        let process = try program.start(named.map { $0 == "SONG" ? Program.song : $0 })
        let outcome = try program.outcome(of: process)
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(outcome.lines.count == 1 && outcome.errors.contains(words), "\(outcome.errors)")
        #expect(outcome.output.isEmpty && program.files == before)
        #expect(try program.bytes("out.wav") == Data("old".utf8))
        #expect(try program.bytes("song.mid") == Data(contentsOf: URL(filePath: Program.song)))
    }

    @Test(
        "A signal in the middle leaves the old file and nothing else",
        arguments: [
            SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGALRM, SIGPROF, SIGQUIT, SIGSEGV, SIGXCPU, 40,
        ])
    func signals(signal: Int32) throws {
        try Data("old".utf8).write(to: program.folder.appending(path: "out.wav"))
        let process = try program.start([Program.song, "-o", "out.wav", "--length", "40:00", "-q"])
        // Until the unfinished file is there.
        for _ in 0..<500 where program.files.count < 2 { usleep(10_000) }
        #expect(program.files.count == 2)
        kill(process.processIdentifier, signal)
        #expect(try program.outcome(of: process).status == 128 + signal)
        #expect(program.files == ["out.wav"])
        #expect(try program.bytes("out.wav") == Data("old".utf8))
    }

    @Test("What a killed render left, the next one removes")
    func killed() throws {
        let process = try program.start([Program.song, "-o", "out.wav", "--length", "40:00", "-q"])
        for _ in 0..<500 where program.files.isEmpty { usleep(10_000) }
        kill(process.processIdentifier, SIGKILL)
        _ = try program.outcome(of: process)
        #expect(program.files.count == 1)
        #expect(try program.run(Program.song, "-o", "out.wav", "--length", "5", "-q").status == 0)
        #expect(program.files == ["out.wav"])
    }

    @Test(
        "A full disk is said, and nothing stays",
        .disabled(
            if: ProcessInfo.processInfo.environment["LOFI_SANITIZER"] == "thread",
            "the sanitizer itself writes files that it then maps"))
    func full() throws {
        let outcome = try program.outcome(
            of: program.start(
                [Program.song, "-o", "out.wav", "-q"], prefix: ["sh", "-c", "ulimit -f 200; exec \"$@\"", "sh"]))
        #expect(outcome.status == 74 && outcome.errors.contains("File too large"), "\(outcome.errors)")
        #expect(program.files.isEmpty)
    }

    @Test(
        "No thread to be had: one line, and nothing stays",
        .disabled(
            if: ProcessInfo.processInfo.environment["LOFI_SANITIZER"] != nil, "the leak checker starts a thread itself")
    )
    func threads() throws {
        // Root has no limit; nobody has, wherever the program lies.
        let nobody = getuid() == 0 ? "exec setpriv --reuid 65534 --clear-groups --inh-caps=-all " : "exec "
        let script = "ulimit -u 1; \(nobody)\"$0\" \"$@\""
        chmod(program.folder.path, 0o777)
        let outcome = try program.outcome(
            of: program.start([Program.song, "-o", "out.wav", "-q"], prefix: ["bash", "-c", script]))
        #expect(outcome.status == 69 && outcome.lines.count == 1, "\(outcome.status) \(outcome.errors)")
        #expect(
            outcome.errors.contains("cannot start a thread: Resource temporarily unavailable; raise the process limit"))
        #expect(program.files.isEmpty)
    }
}
