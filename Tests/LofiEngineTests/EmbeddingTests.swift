import CPlatform
import Foundation
import LofiAudioFile
import LofiPlatform
import LofiSynthesis
import Testing
@testable import LofiEngine

@Suite("Embedding")
struct EmbeddingTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "lofi-embed-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private static let song: Score = {
        let notes = (0..<48).map {
            Note(startTick: $0 * 480, durationTicks: 460, pitch: [50, 57, 60, 64][$0 % 4], velocity: 60 + $0 % 5 * 12)
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 80),
            parts: [Part(name: "Keys", role: .chords, program: 4, notes: notes)])
    }()

    /// `hot` songs need more than one trial of the master's gain.
    private static func renderer(hot: Bool = false) throws -> SongRenderer {
        let text = """
            name: own
            layers: [{ vinyl: {} }]
            master: { loudness: \(hot ? -6 : -16), ceiling: \(hot ? -9 : -1), fade-out: 0.5, silence: 0.3 }
            """
        var options = SongRenderer.Options()
        options.sampleFormat = .float32
        options.sampleRate = 22050
        return SongRenderer(style: try Style(yaml: text), options: options)
    }

    private func frames(ofFile path: String) throws -> [StereoFrame] {
        let reader = try AudioFileReader(path: path)
        var frames = [StereoFrame](repeating: .zero, count: reader.frameCount)
        _ = try frames.withUnsafeMutableBufferPointer { try reader.read(into: $0) }
        return frames
    }

    @Test("A file, memory and a callback get the same frames", arguments: [false, true])
    func destinations(hot: Bool) throws {
        let renderer = try Self.renderer(hot: hot)
        let path = folder.appending(path: "song.wav").path
        let report = try renderer.render(Self.song, to: path)
        let file = try frames(ofFile: path)
        let recording = try renderer.render(Self.song)
        #expect(recording.frames == file && recording.sampleRate == 22050)
        #expect(recording.report.loudness == report.loudness && recording.report.seconds == report.seconds)
        var received: [StereoFrame] = []
        let heard = try renderer.render(Self.song) { block in
            #expect(!block.isEmpty)
            received += block
        }
        #expect(received == file && heard.truePeak == report.truePeak)
        #expect(Double(file.count) == (report.seconds * 22050).rounded() && file.contains { abs($0.x) > 0.05 })
        #expect(file.suffix(Int(0.3 * 22050)).allSatisfy { $0 == .zero })
    }

    private struct Enough: Error {}

    @Test("What a closure throws ends the render, comes out as thrown, and leaves nothing", arguments: [0.3, 0.95])
    func stop(fraction: Double) throws {
        let path = folder.appending(path: "stopped.wav").path
        let renderer = try Self.renderer()
        do {
            try renderer.render(Self.song, to: path) { if $0.fraction > fraction { throw Enough() } }
            Issue.record("the render was not stopped")
        } catch { #expect(error.cause is Enough) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        do {
            try renderer.render(Self.song, receive: { _ in throw Enough() })
            Issue.record("the callback's error was lost")
        } catch { #expect(error.cause is Enough) }
    }

    @Test("A cancelled task's render ends, and leaves nothing")
    func cancellation() async throws {
        let path = folder.appending(path: "cancelled.wav").path
        let renderer = try Self.renderer()
        let task = Task.detached {
            do throws(RenderError) {
                try renderer.render(Self.song, to: path) { _ in withUnsafeCurrentTask { $0?.cancel() } }
                return "finished"
            } catch { return error.description }
        }
        #expect(await task.value == "the render was cancelled")
        // Also while the finished frames are handed over.
        let delivery = Task.detached {
            do throws(RenderError) {
                try renderer.render(Self.song, receive: { _ in withUnsafeCurrentTask { $0?.cancel() } })
                return "finished"
            } catch { return error.description }
        }
        #expect(await delivery.value == "the render was cancelled")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("Errors are sorted: the style, the synthesizer's font, the file")
    func errors() throws {
        func kind(_ change: (inout SongRenderer) -> Void, to path: String = "/dev/null") throws -> String {
            var renderer = try Self.renderer()
            change(&renderer)
            do {
                try renderer.render(Self.song, to: path)
                return "none"
            } catch {
                #expect(error.description == "\(error.cause)")
                return String("\(Mirror(reflecting: error).children.first?.label ?? "\(error)")")
            }
        }
        #expect(try kind { $0.options.synthesizer = "none-such" } == "style")
        #expect(try kind { $0.options.soundFont = .file("/none.sf2") } == "synthesis")
        #expect(try kind({ _ in }, to: "/none/song.wav") == "file")
        #expect(try kind { _ in } == "none")
        #expect(throws: RenderError.self) { try StyleLibrary(userFolder: nil).style("nosuch") }
    }

    @Test("A style that leaves nothing of a song is an error; a song without sound is a warning")
    func silence() throws {
        let deaf = try Style(
            yaml: "name: deaf\nmaster: { effects: [gain: { gain: -60 }, gain: { gain: -60 }, gain: { gain: -60 }] }")
        let path = folder.appending(path: "silent.wav").path
        do {
            try SongRenderer(style: deaf).render(Self.song, to: path)
            Issue.record("a silent file was written")
        } catch {
            guard case .silent(let peak) = error else { throw error }
            #expect(peak < -90 && "\(error)".hasPrefix("the result is silent: its peak is -"))
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        let nothing = Score(tempoMap: Self.song.tempoMap, parts: [Part(name: "Keys", role: .chords, notes: [])])
        #expect(try !SongRenderer(style: deaf).render(nothing, to: path).warnings.isEmpty)
    }

    @Test("The calling thread's floating-point mode is what it was, and a render does not depend on it")
    func denormals() throws {
        var renderer = try Self.renderer()
        renderer.options.threads = 1
        // Parsed at run time: the compiler knows nothing of the mode.
        func tiny() -> Float { (Float("1.2e-38") ?? 0) / 4 }
        #expect(tiny() > 0)
        let usual = try renderer.render(Self.song).frames
        #expect(tiny() > 0)
        try flushingDenormals {
            #expect(tiny() == 0)
            let again = try renderer.render(Self.song).frames
            #expect(again == usual && tiny() == 0)
        }
        #expect(tiny() > 0)
    }
}
