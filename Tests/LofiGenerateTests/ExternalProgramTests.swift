import Foundation
import LofiPlatform
import LofiPlugin
import LofiScore
import LofiScoreFiles
import Testing
@testable import LofiGenerate

/// Serialized, because some of them measure time.
@Suite("External generators", .serialized)
struct ExternalProgramTests {
    private let request = GenerationRequest(bars: 8, seed: 42, beatsPerMinute: 72.5)

    private func generate(
        _ command: String, seconds: Double = 20, bytes: Int = 1 << 20, request: GenerationRequest? = nil
    ) throws -> Score {
        var random = RandomStream(seed: 1, place: "test")
        return try ExternalProgram(command: command, limitSeconds: seconds, limitBytes: bytes)
            .generate(request ?? self.request, random: &random)
    }

    @Test("Words are separated by spaces, quotes group them, and nothing else is special")
    func words() throws {
        let line = #"  python  'my model.py' --x="a b"'c' --y '' $HOME \n *.mid ; {"#
        #expect(
            try CommandLineWords(line).words
                == ["python", "my model.py", "--x=a bc", "--y", "", "$HOME", #"\n"#, "*.mid", ";", "{"])
    }

    @Test("Placeholders are filled in within words, and other braces are kept")
    func placeholders() throws {
        let words = try CommandLineWords("p --bars={bars} {seed}{bpm} {} {\"a\":1} {a1} {bars").filled(for: request)
        #expect(words == ["p", "--bars=8", "4272.5", "{}", "{a:1}", "{a1}", "{bars"])
    }

    @Test(
        "An invalid command line is rejected with the reason",
        arguments: [
            ("", "no program"), ("''", "no program"), ("p 'x", "unclosed quote"), ("p {bar}", "did you mean 'bars'"),
            ("p {tempo}", "not one of {bars}"),
        ])
    func senseless(line: String, words: String) throws {
        let error = #expect(throws: GenerationError.self) { _ = try generate(line) }
        #expect(try #require(error).description.contains(words))
        let untimed = #expect(throws: GenerationError.self) {
            _ = try generate("p {bpm}", request: GenerationRequest(bars: 1, seed: 1))
        }
        #expect(try #require(untimed).description.contains("--tempo"))
    }

    @Test("The song is read from standard output; environment and standard error are passed through")
    func song() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "external \(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let score = Score(
            tempoMap: TempoMap(ticksPerQuarter: 480),
            parts: [
                Part(
                    name: "Tune", role: .melody,
                    notes: [Note(startTick: 0, durationTicks: 480, pitch: 64, velocity: 90)])
            ])
        let file = folder.appending(path: "a song.mid")
        try Data(MIDIFileWriter.bytes(score)).write(to: file)
        #expect(try generate("sh -c 'echo loud >&2; cat \"$0\"' '\(file.path)'").parts[0].notes == score.parts[0].notes)
    }

    @Test(
        "Failures are reported in one line with the program's last output",
        arguments: [
            ("no-such-program-here x", "cannot be started: No such file"), ("/etc x", "cannot be started: Permission"),
            ("sh -c 'printf \"no\\033[31m model\\n\" >&2; exit 3'", "exit status 3; it said: no [31m model"),
            ("sh -c 'kill -9 $$'", "signal 9"), ("echo hello", "wrote no MIDI file"), ("true", "nothing on"),
            ("head -c 3000000 /dev/zero", "more than 1 MiB"),
        ])
    func failures(command: String, words: String) throws {
        let error = #expect(throws: GenerationError.self) { _ = try generate(command) }
        let text = try #require(error).description
        #expect(text.contains(words) && !text.contains("\n") && !text.contains("\u{1B}"), "\(text)")
    }

    @Test(
        "A program that takes too long is ended with its children, and leftover children are not waited for"
    )
    func time() throws {
        let clock = ContinuousClock()
        let marker = "41\(Int.random(in: 10000...99999))"
        let long = clock.measure {
            #expect(throws: GenerationError.self) { _ = try generate("sh -c 'sleep \(marker) & wait'", seconds: 1) }
        }
        #expect(long < .seconds(8))
        let left = clock.measure {
            #expect(throws: GenerationError.self) { _ = try generate("sh -c 'sleep \(marker) & exit 2'") }
        }
        #expect(left < .seconds(8))
        // Killed processes disappear once their new parent has reaped them.
        for _ in 0..<100 where Self.isRunning(marker) { usleep(20_000) }
        #expect(!Self.isRunning(marker))
    }

    @Test(
        "A program that ignores TERM, floods its output or leaves a writing daemon is ended in time",
        arguments: [
            ("trap \"\" TERM INT HUP; while :; do sleep 0.1; done", 1.0, "not done after 1 s"),
            ("yes", 60, "more than 1 MiB"), ("exec yes >&2", 1, "not done after 1 s"),
            ("setsid yes >&2 & exit 0", 60, "nothing on its standard output"),
            // How much it writes before it is stopped depends on the machine.
            ("setsid yes & exit 0", 60, "generator sh"),
        ])
    func unruly(script: String, seconds: Double, words: String) throws {
        let marker = "42\(Int.random(in: 10000...99999))"
        defer { Self.end(marker) }
        let named = script.replacingOccurrences(of: "yes", with: "yes \(marker)")
        let time = ContinuousClock().measure {
            let error = #expect(throws: GenerationError.self) { _ = try generate("sh -c '\(named)'", seconds: seconds) }
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        }
        #expect(time < .seconds(20))
    }

    @Test("Programs on several threads end each by itself and leave no process behind")
    func threads() throws {
        final class Runs: @unchecked Sendable {
            private let lock = NSLock()
            private var runs: [Int: Result<ChildRun, ChildNotStarted>] = [:]

            subscript(index: Int) -> Result<ChildRun, ChildNotStarted>? {
                get { lock.withLock { runs[index] } }
                set { lock.withLock { runs[index] = newValue } }
            }
        }
        let runs = Runs()
        // The first to start is the last to end; one does not start, one takes too long.
        let done = DispatchSemaphore(value: 0)
        for index in 0..<6 {
            Thread.detachNewThread {
                let script = "echo $$; sleep \(index == 5 ? 60 : Double(5 - index) / 5)"
                let words = index == 4 ? ["no-such-program-here"] : ["sh", "-c", script]
                runs[index] = ChildRun.run(words, limitSeconds: index == 5 ? 0.5 : 20, limitBytes: 100)
                done.signal()
            }
        }
        for _ in 0..<6 { done.wait() }
        for index in 0..<6 {
            guard index != 4 else {
                #expect(throws: ChildNotStarted.self) { _ = try runs[index]?.get() }
                continue
            }
            let run = try #require(try runs[index]?.get())
            #expect(run.ending == (index == 5 ? .tookTooLong : .exited(0)))
            let group = try #require(Int(String(decoding: run.output, as: UTF8.self).filter(\.isNumber)))
            #expect(Self.childCount(inGroup: group) == 0, "of program \(index)")
        }
    }

    /// Children of this process in a process group, zombies too.
    private static func childCount(inGroup group: Int) -> Int {
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return numbers.filter { number in
            let text = (try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)) ?? ""
            // After the name, which is in parentheses: state, parent, group.
            let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
            return fields.count > 2 && Int(fields[1]) == Int(getpid()) && Int(fields[2]) == group
        }.count
    }

    /// A daemon in its own session outlives the process; the test ends it.
    private static func end(_ marker: String) {
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        for number in numbers.compactMap(Int32.init) {
            let words = try? String(contentsOfFile: "/proc/\(number)/cmdline", encoding: .utf8)
            if words?.hasPrefix("yes\0\(marker)") == true { kill(number, SIGKILL) }
        }
    }

    /// Whether a process other than a zombie has this in its command line.
    private static func isRunning(_ word: String) -> Bool {
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return numbers.contains { number in
            (try? String(contentsOfFile: "/proc/\(number)/cmdline", encoding: .utf8))?.contains("sleep\0\(word)")
                ?? false
        }
    }
}
