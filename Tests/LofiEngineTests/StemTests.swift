import Foundation
import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin
import LofiScore
import Testing
@testable import LofiEngine

/// Stems, and which channels of a mix are heard.
@Suite("Stems")
struct StemTests {
    let folder = FileManager.default.temporaryDirectory.appending(path: "stem-tests-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    static let song: Score = {
        let chords = [[50, 53, 57, 60], [43, 53, 59, 62], [48, 52, 55, 59], [45, 52, 55, 60]]
        let notes = chords.enumerated().flatMap { bar, pitches in
            pitches.map { Note(startTick: bar * 1920, durationTicks: 1800, pitch: $0, velocity: 80) }
        }
        let tune = (0..<16).map {
            Note(startTick: $0 * 480, durationTicks: 400, pitch: chords[$0 / 4][$0 % 4] + 12, velocity: 84)
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 80),
            parts: [
                Part(name: "Keys", role: .chords, program: 4, notes: notes),
                Part(name: "Tune", role: .melody, program: 11, notes: tune),
                Part(name: "Other keys", role: .chords, program: 4, notes: tune),
            ])
    }()

    func style(_ name: String) throws -> Style {
        try StyleLibrary(userFolder: nil).style(name).setting(
            "form.loops-to", to: .number(0), catalog: .standard, option: "test")
    }

    struct Stems {
        let frames: [String: [StereoFrame]]
        let manifest: [String: Any]

        var premaster: [StereoFrame] { frames["mix-premaster.wav"] ?? [] }
        /// The channels by name; the mix is not one.
        var channels: [String: [StereoFrame]] {
            let entries = manifest["stems"] as? [[String: Any]] ?? []
            return Dictionary(
                uniqueKeysWithValues: entries.compactMap { entry in
                    guard let name = entry["name"] as? String, let file = entry["file"] as? String else { return nil }
                    return (name, frames[file] ?? [])
                })
        }
    }

    func stems(
        _ style: Style, _ name: String = "stems", song: Score = song,
        _ change: (inout SongRenderer.Options, inout StemExport) -> Void = { _, _ in }
    ) throws -> Stems {
        var options = SongRenderer.Options()
        options.sampleRate = 22050
        var export = StemExport(folder: folder.appending(path: name).path, songName: "A song: \"no. 1\"")
        change(&options, &export)
        let renderer = SongRenderer(style: style, options: options)
        let path = folder.appending(path: "\(name).wav").path
        try renderer.render(arranged: try renderer.arrange(song), to: path, stems: export)
        let files = try FileManager.default.contentsOfDirectory(atPath: export.folder)
        #expect(files.allSatisfy { !$0.hasPrefix(".") })
        let frames = try Dictionary(
            uniqueKeysWithValues: files.filter { $0.hasSuffix(".wav") }.map { name in
                (name, try self.frames("\(export.folder)/\(name)"))
            })
        let json = try JSONSerialization.jsonObject(
            with: Data(contentsOf: URL(filePath: "\(export.folder)/stems.json")))
        let finished = try self.frames(path)
        #expect(frames.values.allSatisfy { $0.count == finished.count })
        return Stems(frames: frames, manifest: try #require(json as? [String: Any]))
    }

    func frames(_ path: String) throws -> [StereoFrame] {
        let reader = try AudioFileReader(path: path)
        var frames = [StereoFrame](repeating: .zero, count: reader.frameCount)
        let count = try frames.withUnsafeMutableBufferPointer { try reader.read(into: $0) }
        return Array(frames[..<count])
    }

    func sum(_ stems: some Sequence<[StereoFrame]>) -> [StereoFrame] {
        stems.reduce(into: []) { sum, stem in
            if sum.isEmpty { sum = stem } else { for index in sum.indices { sum[index] += stem[index] } }
        }
    }

    func peak(_ frames: some Sequence<StereoFrame>) -> Double {
        20 * log10(frames.reduce(1e-12) { max($0, Double(max(abs($1.x), abs($1.y)))) })
    }

    func difference(_ a: [StereoFrame], _ b: [StereoFrame]) -> Double {
        a.count == b.count ? peak(zip(a, b).map { $0 - $1 }) : .infinity
    }

    @Test(
        "The stems of a preset add up to the signal of its mix at the same points, to -120 dBFS",
        arguments: StyleLibrary(userFolder: nil).entries().map(\.name))
    func null(preset: String) throws {
        let stems = try stems(try style(preset))
        #expect(stems.channels.count > 2 && stems.channels.values.allSatisfy { peak($0) > -90 })
        #expect(peak(stems.premaster) > -30)
        let rest = difference(sum(stems.channels.values), stems.premaster)
        #expect(rest < -120, "\(rest) dBFS")
    }

    @Test("The premaster is what the real graph carries to the record")
    func premaster() throws {
        let style = try style("rainy-cafe")
        var options = SongRenderer.Options()
        options.sampleRate = 22050
        // What goes into the record: the music, and the vinyl in its groove. Rain joins at the master.
        var inputs: [[StereoFrame]] = [[], [], []]
        let renderer = SongRenderer(style: style, options: options)
        let arranged = try renderer.arrange(Self.song)
        let tap = MixTap(["music", "layers/vinyl", "layers/rain"]) { blocks in
            for (index, block) in blocks.enumerated() { if let block { inputs[index] += block } }
        }
        _ = try renderer.render(arranged: arranged, tap: tap)
        let stems = try stems(style)
        // None of the three has a latency of its own: their frames are those of the song.
        let length = Int(Performance(arranged, sampleRate: 22050).lengthFrames)
        let expected = (0..<length).map { inputs[0][$0] + inputs[1][$0] + inputs[2][$0] }
        #expect(difference(expected, Array(stems.premaster[..<length])) < -120)
        let behind = try #require(stems.manifest["behind"] as? [[String: Any]])
        #expect(behind.map { $0["bus"] as? String } == ["record", "master"])
        #expect(behind.first?["effects"] as? [String] == ["tape", "wow-flutter", "stereo-width"])
    }

    /// Compressed drums on a group before the music bus, and a send into that bus.
    static let groups = """
        name: groups
        score: [drums: { groove: boom-bap }, bass: {}]
        parts:
          drums: { bus: drum-bus }
          bass: { bus: music, send: { room: 0.2, music: 0.3 } }
        layers: [vinyl: { bus: music }]
        buses:
          drum-bus: { effects: [low-pass: { cutoff: 6000 }, compressor: {}], to: music }
          room: { effects: [reverb: {}], to: music }
          music: { effects: [chorus: {}, wow-flutter: {}, duck: { from: drums }, tape: {}], to: master }
        """

    @Test("A bus that is not linear ends the stems of its inputs; what it feeds goes on without it")
    func nonlinearGroup() throws {
        let stems = try stems(try Style(yaml: Self.groups))
        #expect(difference(sum(stems.channels.values), stems.premaster) < -120)
        let behind = try #require(stems.manifest["behind"] as? [[String: Any]])
        #expect(behind.map { $0["bus"] as? String } == ["drum-bus", "music", "master"])
        #expect(behind[0]["effects"] as? [String] == ["compressor"])
    }

    @Test("Stems are named after the song, the channel, the tempo and the key; stems.json holds what is known")
    func manifest() throws {
        let stems = try stems(try style("dusty-tape"))
        #expect(stems.frames.keys.allSatisfy { $0 == "mix-premaster.wav" || $0.hasPrefix("A-song-no-1_") })
        let manifest = stems.manifest
        let tempo = try #require(manifest["beatsPerMinute"] as? Double)
        let melody = try #require(stems.frames.keys.first { $0.contains("_melody_") })
        #expect(melody.contains("bpm_") && melody.contains("_\(Int(tempo))"))
        #expect(manifest["version"] as? Int == 1 && manifest["bits"] as? String == "32f")
        #expect(manifest["sampleRate"] as? Int == 22050 && manifest["frames"] as? Int == stems.premaster.count)
        let entries = try #require(manifest["stems"] as? [[String: Any]])
        #expect(Set(entries.compactMap { $0["kind"] as? String }) == ["strip", "layer", "return"])
        for entry in entries {
            let frames = try #require(stems.frames[entry["file"] as? String ?? ""])
            let told = try #require(entry["peakDecibels"] as? Double)
            #expect(abs(told - peak(frames)) < 0.01)
            let power = frames.reduce(0) { $0 + Double(($1 * $1).sum()) } / Double(2 * frames.count)
            let rms = try #require(entry["rmsDecibels"] as? Double)
            #expect(abs(rms - 10 * log10(power)) < 0.01)
        }
    }

    @Test("The finished file is the same with stems as without, and the stems on any threads and blocks")
    func determinism() throws {
        let style = try style("boom-bap-mpc")
        let whole = try stems(style, "one")
        for (threads, block) in [(1, 777), (4, 64)] {
            let again = try stems(style, "other") { options, _ in
                (options.threads, options.blockFrames) = (threads, block)
            }
            #expect(again.frames == whole.frames)
        }
        var options = SongRenderer.Options()
        options.sampleRate = 22050
        let path = folder.appending(path: "plain.wav").path
        try SongRenderer(style: style, options: options).render(Self.song, to: path)
        #expect(FileManager.default.contentsEqual(atPath: path, andPath: folder.appending(path: "one.wav").path))
    }

    @Test("Stems of 24 bits are those of 32 to the last bit but dither")
    func integers() throws {
        let style = try style("study-loop")
        let (float, integer) = (
            try stems(style, "float"), try stems(style, "integer") { $1.sampleFormat = .int24 }
        )
        #expect(integer.manifest["bits"] as? String == "24")
        for (name, frames) in float.frames {
            let other = try #require(integer.frames[name])
            let rest = difference(frames, other)
            #expect(rest < -130 && rest > -160, "\(rest)")
        }
    }

    @Test("A folder with other files is refused unless they are allowed, and they stay; earlier stems are replaced")
    func foreign() throws {
        let style = try style("study-loop")
        let path = folder.appending(path: "stems")
        _ = try stems(style)
        let before = try FileManager.default.contentsOfDirectory(atPath: path.path).count
        let fewer = try stems(style) { options, _ in options.channels.only = ["chords"] }
        #expect(fewer.frames.count == 2 && before > 4)
        try Data("mine".utf8).write(to: path.appending(path: "notes.txt"))
        let error = #expect(throws: RenderError.self) { _ = try stems(style) }
        let errorText = "\(try #require(error))"
        #expect(errorText.contains("it holds notes.txt, which is no stem of lofi-render"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: path.path).count == 4)
        _ = try stems(style) { $1.allowsForeignFiles = true }
        #expect(try String(contentsOf: path.appending(path: "notes.txt"), encoding: .utf8) == "mine")
    }

    @Test("An error leaves neither stems nor their folder")
    func nothingLeft() throws {
        let style = try style("study-loop")
        #expect(throws: RenderError.self) {
            _ = try stems(style, "a/b/c") { options, _ in options.soundFont = .file("/nowhere/x.sf2") }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        try Data("x".utf8).write(to: folder.appending(path: "file"))
        #expect(throws: RenderError.self) { _ = try stems(style, "file") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file"])
    }
}
