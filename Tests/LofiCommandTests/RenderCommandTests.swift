import Foundation
import LofiGenerate
import Testing

/// The program from outside: what it writes and where, what it says, and with which status it ends.
@Suite("The command line renders")
struct RenderCommandTests {
    private let program: Program

    init() throws { program = try Program() }

    @Test("song.mid becomes song.wav beside it; one closing line; nothing on standard output")
    func besideTheInput() throws {
        try FileManager.default.copyItem(atPath: Program.song, toPath: program.path("my song.mid"))
        let outcome = try program.run("my song.mid", "--length", "0:15")
        #expect(outcome.status == 0 && outcome.output.isEmpty)
        #expect(program.files == ["my song.mid", "my song.wav"])
        let closing = try #require(outcome.lines.last)
        #expect(closing.hasPrefix("my song.wav: 0:1"))
        for word in ["bpm", "Eb major", "-14.0 LUFS", "dBTP", "dusty-tape", "real time"] {
            #expect(closing.contains(word), "\(word)")
        }
        #expect(try program.bytes("my song.wav").count > 10 * 44100 * 4)
    }

    @Test("Quiet means quiet")
    func quiet() throws {
        let outcome = try program.run(Program.song, "-o", "x.wav", "--length", "5", "--quiet")
        #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.errors.isEmpty)
    }

    @Test("From pipe to pipe: the same WAV as from file to file, with its true length in the header")
    func pipes() throws {
        let song = try Data(contentsOf: URL(filePath: Program.song))
        let piped = try program.run("-", "-o", "-", "--length", "8", input: song)
        #expect(piped.status == 0)
        #expect(try program.run(Program.song, "-o", "x.wav", "--length", "8").status == 0)
        #expect(try program.bytes("x.wav") == piped.output)
        let claimed = piped.output[4..<8].enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
        #expect(claimed == piped.output.count - 8)
    }

    @Test("One core, two cores, any block size, any place and time zone: one file")
    func determinism() throws {
        let length = ["--length", "0:20", "-q"]
        #expect(try program.run(Program.song, "-o", "two.wav", "--length", "0:20", "-q").status == 0)
        let one = try program.start([Program.song, "-o", "one.wav"] + length, prefix: ["taskset", "-c", "0"])
        #expect(try program.outcome(of: one).status == 0)
        let other = try program.start(
            [Program.song, "-o", "other.wav", "--block-frames", "777"] + length,
            prefix: ["TZ=Asia/Tokyo", "LC_ALL=C", "HOME=/nowhere"])
        #expect(try program.outcome(of: other).status == 0)
        let whole = try program.bytes("two.wav")
        #expect(try program.bytes("one.wav") == whole && program.bytes("other.wav") == whole)
        #expect(whole.count > 1_000_000)
    }

    @Test(
        "Memory does not grow with the song: 30 minutes need no more than 8 MB above one minute",
        .disabled(if: getenv("LOFI_SANITIZER") != nil, "a sanitizer keeps memory of its own"))
    func memory() throws {
        func peakKilobytes(_ length: String) throws -> Int {
            let process = try program.start(
                [Program.song, "-o", "x.wav", "-q", "--rate", "8000", "--length", length])
            var peak = 0
            while process.isRunning {
                let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
                let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
                peak = max(peak, line.flatMap { Int($0.filter(\.isNumber)) } ?? 0)
                usleep(2000)
            }
            #expect(try program.outcome(of: process).status == 0)
            return peak
        }
        // A shorter song plays fewer samples, which count as memory once they are read: its opening has neither kick nor bass.
        let (short, long) = (try peakKilobytes("1:00"), try peakKilobytes("30:00"))
        #expect(try program.bytes("x.wav").count > 29 * 60 * 8000 * 4)
        #expect(short > 10_000 && long - short < 8 * 1024, "\(short) and \(long) kB")
    }

    @Test("The ending chooses the format", arguments: ["wav", "flac", "aiff", "ogg", "opus", "mp3"])
    func formats(ending: String) throws {
        #expect(try program.run(Program.song, "-o", "x.\(ending)", "--length", "4", "-q").status == 0)
        let magic: [String: String] = [
            "wav": "RIFF", "flac": "fLaC", "aiff": "FORM", "ogg": "OggS", "opus": "OggS", "mp3": "",
        ]
        let bytes = try program.bytes("x.\(ending)")
        #expect(bytes.count > 10_000 && bytes.starts(with: Data((magic[ending] ?? "?").utf8)))
    }

    @Test("Flags do what they say")
    func flags() throws {
        let whole = try program.run(Program.song, "-o", "a.wav", "--length", "8", "-q")
        #expect(whole.status == 0)
        for flag in ["--no-drums", "--no-bass", "--no-noise"] {
            #expect(try program.run(Program.song, "-o", "b.wav", "--length", "8", "-q", flag).status == 0)
            let changed = try program.bytes("a.wav") != program.bytes("b.wav")
            #expect(changed, "\(flag)")
        }
        let changed = try program.run(
            Program.song, "-o", "c.wav", "--length", "20", "--tempo", "60", "--key", "A", "--seed", "7", "--set",
            "master.loudness=-18")
        #expect(changed.errors.contains("60.0 bpm, A major, -18.0 LUFS"))
    }

    @Test("--midi-out writes what is played; read again it is the same song")
    func midiOut() throws {
        let outcome = try program.run(
            Program.song, "-o", "x.wav", "--midi-out", "arranged.mid", "--length", "0:40", "-q")
        #expect(outcome.status == 0 && program.files == ["arranged.mid", "x.wav"])
        let json = try program.run("analyze", "arranged.mid", "--json").output
        let analysis = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        let parts = try #require(analysis["parts"] as? [[String: Any]])
        #expect(Set(parts.compactMap { $0["name"] as? String }) == ["Keys", "Melody", "Bass", "Drums"])
        #expect((analysis["notesPerChannel"] as? [String: Int])?.keys.sorted() == ["1", "10", "2", "3"])
        #expect((analysis["warnings"] as? [String])?.isEmpty == true)
    }
}
