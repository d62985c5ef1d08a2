import Foundation
import LofiAudioFile
import LofiDSP
import LofiPlugin
import LofiScore
import Testing
@testable import LofiEngine

/// Loops: exact lengths, joins, levels.
@Suite("Loops")
struct LoopTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "loop-tests-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private static let rate = 22050
    private static let bars = 2

    /// Eight bars by two players, the last notes of which ring beyond the end.
    private static let song: Score = {
        let chords = [[50, 57, 60, 65], [43, 53, 59, 62], [48, 55, 59, 64], [45, 55, 60, 64]]
        let keys = (0..<8).flatMap { bar in
            chords[bar % 4].map { Note(startTick: bar * 1920, durationTicks: 1900, pitch: $0, velocity: 76) }
        }
        let tune = (0..<32).map {
            Note(startTick: $0 * 480, durationTicks: 600, pitch: chords[$0 / 4 % 4][$0 % 3 + 1] + 12, velocity: 84)
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 83.4),
            parts: [
                Part(name: "Keys", role: .chords, program: 4, notes: keys),
                Part(name: "Tune", role: .melody, program: 11, notes: tune),
            ])
    }()

    private func renderer(
        _ preset: String, bars: Int? = bars, kept: Int = 1, _ change: (inout SongRenderer.Options) -> Void = { _ in }
    ) throws -> SongRenderer {
        var options = SongRenderer.Options()
        options.sampleRate = Self.rate
        var loop = LoopRequest(bars: bars)
        loop.keptPasses = kept
        options.loop = loop
        change(&options)
        return SongRenderer(style: try StyleLibrary(userFolder: nil).style(preset), options: options)
    }

    private func level(_ amplitude: Float) -> Double { 20 * log10(Double(amplitude) + 1e-12) }

    private func size(_ frame: StereoFrame) -> Float { max(abs(frame.x), abs(frame.y)) }

    private func peak(_ frames: some Sequence<StereoFrame>) -> Double { level(frames.reduce(0) { max($0, size($1)) }) }

    @Test(
        "A loop of a preset has its exact length, joins, is the same in each pass, and has its loudness and ceiling",
        arguments: StyleLibrary(userFolder: nil).entries().map(\.name))
    func presets(preset: String) throws {
        let renderer = try renderer(preset)
        let arranged = try renderer.arrange(Self.song)
        let loop = try renderer.render(arranged: arranged)
        let tempo = arranged.prevailingBeatsPerMinute
        #expect(abs(tempo - tempo.rounded()) < 1e-9)
        let length = Int((Double(Self.bars * 4) * 60 / tempo * Double(Self.rate)).rounded())
        #expect(loop.frames.count == length)

        // The loop twice is the render of two passes, where the limiter rests: the gains differ, since the loudness is measured
        // over all passes.
        func quiet(kept: Int) throws -> [StereoFrame] {
            let renderer = try self.renderer(preset, kept: kept)
            let style = try renderer.style.setting(
                "master.loudness", to: .number(-34), catalog: .standard, option: "test")
            return try SongRenderer(style: style, options: renderer.options).render(arranged: arranged).frames
        }
        let (once, twice) = (try quiet(kept: 1), try quiet(kept: 2))
        try #require(once.count == length && twice.count == 2 * length)
        let difference = peak(zip(twice[..<length], twice[length...]).map { $0 - $1 })
        #expect(difference < -60, "\(difference) dBFS between passes")
        let product = zip(twice, once).reduce(0.0) { $0 + Double(($1.0 * $1.1).sum()) }
        let gain = Float(product / once.reduce(0.0) { $0 + Double(($1 * $1).sum()) })
        let rest = peak(zip(twice, once + once).map { $0 - $1 * gain })
        #expect(rest < -60 && abs(level(gain)) < 0.3, "\(rest) dBFS, \(level(gain)) dB")

        let jumps = zip(loop.frames, loop.frames.dropFirst()).map { size($1 - $0) }.sorted()
        let join = size(try #require(loop.frames.first) - (try #require(loop.frames.last)))
        #expect(join <= jumps[jumps.count * 999 / 1000], "\(join), \(jumps[jumps.count * 999 / 1000])")

        let master = renderer.style.master
        let meter = TruePeakMeter()
        for _ in 0..<2 { loop.frames.withUnsafeBufferPointer { meter.add($0) } }
        #expect(meter.peakDecibels <= master.ceiling + 0.01, "\(meter.peakDecibels) dBTP")
        #expect(abs(loop.report.loudness - master.loudness) < 0.1, "\(loop.report.loudness) LUFS")
        // No fade: the last bar is about as loud as the first.
        let bar = length / Self.bars
        func power(_ frames: ArraySlice<StereoFrame>) -> Double {
            10 * log10(frames.reduce(1e-12) { $0 + Double(($1 * $1).sum()) })
        }
        #expect(power(loop.frames[..<bar]) - power(loop.frames[(length - bar)...]) < 6)
    }

    @Test("A loop is the same on any threads and in any blocks")
    func determinism() throws {
        let arranged = try renderer("vhs-daydream").arrange(Self.song)
        let whole = try renderer("vhs-daydream").render(arranged: arranged).frames
        for (threads, block) in [(1, 777), (4, 64)] {
            let again = try renderer("vhs-daydream") { ($0.threads, $0.blockFrames) = (threads, block) }
            #expect(try again.render(arranged: arranged).frames == whole)
        }
    }

    @Test("The stems of a loop have its length, join, and add up to it")
    func stems() throws {
        let renderer = try renderer("rainy-cafe")
        let arranged = try renderer.arrange(Self.song)
        let path = folder.appending(path: "loop.wav").path
        let stems = folder.appending(path: "stems").path
        try renderer.render(arranged: arranged, to: path, stems: StemExport(folder: stems, songName: "loop"))
        var sum: [StereoFrame] = []
        var mix: [StereoFrame] = []
        let length = try frames(path).count
        for name in try FileManager.default.contentsOfDirectory(atPath: stems) where name.hasSuffix(".wav") {
            let stem = try frames("\(stems)/\(name)")
            try #require(stem.count == length)
            if name == "mix-premaster.wav" {
                mix = stem
            } else {
                sum = sum.isEmpty ? stem : zip(sum, stem).map { $0 + $1 }
                let jumps = zip(stem, stem.dropFirst()).map { size($1 - $0) }.sorted()
                #expect(size(stem[0] - stem[length - 1]) <= jumps[jumps.count * 999 / 1000], "\(name)")
                #expect(try chunk("smpl", of: "\(stems)/\(name)") != nil)
            }
        }
        #expect(peak(zip(sum, mix).map { $0 - $1 }) < -120)
    }

    private func frames(_ path: String) throws -> [StereoFrame] {
        let reader = try AudioFileReader(path: path)
        var frames = [StereoFrame](repeating: .zero, count: reader.frameCount)
        let count = try frames.withUnsafeMutableBufferPointer { try reader.read(into: $0) }
        return Array(frames[..<count])
    }

    /// The content of a chunk of a WAV file, found as readers do, from chunk to chunk up to the length in the header.
    private func chunk(_ name: String, of path: String) throws -> [UInt8]? {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        func number(_ place: Int) -> Int { (0..<4).reduce(0) { $0 + Int(bytes[place + $1]) << (8 * $1) } }
        #expect(number(4) == bytes.count - 8)
        var place = 12
        while place + 8 <= bytes.count {
            let size = number(place + 4)
            if bytes[place..<(place + 4)].elementsEqual(name.utf8) {
                return Array(bytes[(place + 8)..<(place + 8 + size)])
            }
            place += 8 + size + size % 2
        }
        return nil
    }

    @Test("A WAV loop has loop points, tempo, beats and root; MP3 says what it lacks")
    func chunks() throws {
        let renderer = try renderer("dusty-tape")
        let arranged = try renderer.arrange(Self.song)
        let path = folder.appending(path: "loop.wav").path
        #expect(try renderer.render(arranged: arranged, to: path).warnings.isEmpty)
        let count = try frames(path).count
        let smpl = try #require(try chunk("smpl", of: path))
        func number(_ bytes: [UInt8], _ place: Int) -> Int {
            (0..<4).reduce(0) { $0 + Int(bytes[place + $1]) << (8 * $1) }
        }
        #expect(smpl.count == 60 && number(smpl, 28) == 1 && number(smpl, 44) == 0 && number(smpl, 48) == count - 1)
        let acid = try #require(try chunk("acid", of: path))
        #expect(acid.count == 24 && number(acid, 12) == 4 * Self.bars && acid[16] == 4 && acid[18] == 4)
        let tempo = Float(bitPattern: UInt32(number(acid, 20)))
        #expect(abs(Double(tempo) - arranged.prevailingBeatsPerMinute) < 1e-9)
        let root = KeyEstimate(arranged).map { 60 + $0.key.tonic }
        #expect(number(acid, 0) == 6 && Int(acid[4]) == root)
        let report = try renderer.render(arranged: arranged, to: folder.appending(path: "loop.mp3").path)
        #expect(report.warnings.contains { $0.hasPrefix("mp3 does not join") && $0.contains("no loop points") })
    }

    @Test("A tempo that was asked for is kept, another becomes a whole number")
    func tempo() throws {
        let asked = try StyleLibrary(userFolder: nil).style("dusty-tape").setting(
            "tempo.bpm", to: .number(77.5), catalog: .standard, option: "test")
        var options = SongRenderer.Options()
        options.loop = LoopRequest(bars: 2)
        let arranged = try SongRenderer(style: asked, options: options).arrange(Self.song)
        #expect(abs(arranged.prevailingBeatsPerMinute - 77.5) < 1e-6)
    }

    @Test("A song without bars, or with too few, is refused")
    func refused() throws {
        let empty = Score(tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 80))
        for (score, bars, expected) in [
            (empty, 2, ArrangementError.noBars), (Self.song, 9, .tooFewBars(asked: 9, has: 8)),
        ] {
            let renderer = try renderer("dusty-tape", bars: bars)
            do {
                _ = try renderer.arrange(score)
                Issue.record("looped")
            } catch {
                guard case .arrangement(let cause) = error else { throw error }
                #expect(cause == expected)
            }
        }
    }
}
