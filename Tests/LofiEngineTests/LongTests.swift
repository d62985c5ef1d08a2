import Foundation
import LofiDSP
import LofiSynthesis
import Testing
@testable import LofiEngine

/// What takes minutes, for every preset; `make test-long` runs it.
@Suite("Long", .enabled(if: ProcessInfo.processInfo.environment["LOFI_LONG"] != nil))
struct LongTests {
    static let presets = StyleLibrary(userFolder: nil).entries().map(\.name)

    /// Sixteen bars by two players, as even as a model's.
    private static let song: Score = {
        let chords = [[50, 57, 60, 65], [43, 53, 59, 62], [48, 55, 59, 64], [45, 55, 60, 64]]
        let keys = (0..<16).flatMap { bar in
            chords[bar % 4].map { Note(startTick: bar * 1920, durationTicks: 1800, pitch: $0, velocity: 76) }
        }
        let tune = (0..<64).map {
            Note(
                startTick: $0 * 480 + 960, durationTicks: 400, pitch: chords[$0 / 4 % 4][$0 % 3 + 1] + 12, velocity: 84)
        }
        return Score(
            tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 84),
            parts: [
                Part(name: "Keys", role: .chords, program: 4, notes: keys),
                Part(name: "Tune", role: .melody, program: 11, notes: tune),
            ])
    }()

    private func render(
        _ preset: String, _ change: (inout SongRenderer.Options) -> Void = { _ in }
    ) throws -> Recording {
        let style = try StyleLibrary(userFolder: nil).style(preset).setting(
            "form.length", to: .number(25), catalog: .standard, option: "length")
        var options = SongRenderer.Options()
        options.sampleRate = 22050
        change(&options)
        return try SongRenderer(style: style, options: options).render(Self.song)
    }

    @Test(
        "A preset gives the same frames on any number of threads and in any blocks, by both synthesizers",
        arguments: presets)
    func determinism(preset: String) throws {
        for type in standardSynthesizers {
            let whole = try render(preset) { $0.synthesizer = type.kind }
            for (threads, block) in [(1, 777), (3, 64), (8, 65536)] {
                let again = try render(preset) {
                    ($0.synthesizer, $0.threads, $0.blockFrames) = (type.kind, threads, block)
                }
                #expect(again.frames == whole.frames, "\(type.kind), \(threads) threads, blocks of \(block)")
            }
        }
    }

    @Test("A preset keeps its level and its ceiling at the ends of the sample rates", arguments: presets)
    func rates(preset: String) throws {
        let usual = try render(preset).report
        for rate in [8000, 9999, 48000, 96000, 192_000] {
            let recording = try render(preset) { $0.sampleRate = rate }
            #expect(recording.frames.allSatisfy { $0.x.isFinite && $0.y.isFinite && max(abs($0.x), abs($0.y)) < 1 })
            #expect(abs(recording.report.loudness - usual.loudness) < 0.3, "\(recording.report.loudness) at \(rate) Hz")
            #expect(abs(recording.report.seconds - usual.seconds) < 1)
        }
    }
}
