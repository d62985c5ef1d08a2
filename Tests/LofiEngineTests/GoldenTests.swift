import Foundation
import LofiDSP
import SoundBench
import Testing
@testable import LofiEngine

/// Renders of three songs, compared by their features with those of an accepted render: how a song sounds changes only when
/// somebody means it to. Another version of FluidSynth or another processor stays within the tolerances.
///
/// `LOFI_GOLDEN=write swift test --filter Golden` accepts what is rendered now; listen to it first.
@Suite("Golden renders")
struct GoldenTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let style: String
        let synthesizer: String?
        let seconds: Double
        let score: @Sendable () throws -> Score

        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "late-train", style: "rainy-cafe", synthesizer: nil, seconds: 60) {
            let root = folder.deletingLastPathComponent().appending(path: "../..").standardized
            return try MIDISong([UInt8](Data(contentsOf: root.appending(path: "Examples/songs/late-train.mid")))).score
        },
        // What a model emits: one part, as even as a clock and far too fast.
        Case(name: "bare-notes", style: "dusty-tape", synthesizer: nil, seconds: 60) {
            let pitches = [57, 60, 64, 67, 69, 67, 64, 60, 53, 57, 60, 64, 65, 64, 60, 57]
            let notes = (0..<64).map {
                Note(
                    startTick: $0 * 240, durationTicks: 240, pitch: pitches[$0 % 16] + ($0 >= 32 ? 2 : 0),
                    velocity: 90)
            }
            return Score(
                tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 180),
                parts: [Part(name: "Model", role: .chords, notes: notes)])
        },
        Case(name: "waltz", style: "study-loop", synthesizer: "soundfont-player", seconds: 45) {
            func part(_ role: Role, _ program: Int, _ notes: [Note]) -> Part {
                Part(name: role.rawValue, role: role, program: program, notes: notes)
            }
            let roots = [48, 53, 55, 48, 57, 50, 55, 48]
            let chords = (0..<32).flatMap { bar in
                [4, 7].flatMap { third in
                    [1, 2].map { beat in
                        Note(
                            startTick: bar * 1440 + beat * 480, durationTicks: 420, pitch: roots[bar % 8] + 12 + third,
                            velocity: 62)
                    }
                }
            }
            let melody = (0..<64).map {
                Note(
                    startTick: $0 * 720, durationTicks: $0 % 4 == 3 ? 480 : 700,
                    pitch: roots[$0 / 2 % 8] + 24 + [0, 4, 7, 4][$0 % 4], velocity: 70 + $0 % 3 * 10)
            }
            let waltz = MeterMap.Change(tick: 0, meter: MeterMap.Meter(beats: 3, unit: 4))
            return Score(
                tempoMap: TempoMap(ticksPerQuarter: 480, beatsPerMinute: 96),
                meterMap: MeterMap(ticksPerQuarter: 480, changes: [waltz]),
                parts: [part(.chords, 4, chords), part(.melody, 11, melody)])
        },
    ]

    private struct Feature {
        let name: String
        let value: Double
        let tolerance: Double

        var line: String { "\(name) \(String(format: "%.2f", value)) ± \(tolerance)" }
    }

    private func features(_ recording: Recording) -> [Feature] {
        let (frames, rate) = (recording.frames, Double(recording.sampleRate))
        var features = [
            Feature(name: "seconds", value: recording.report.seconds, tolerance: 0.3),
            Feature(name: "bpm", value: recording.report.beatsPerMinute, tolerance: 0.1),
            Feature(name: "LUFS", value: recording.report.loudness, tolerance: 0.1),
            Feature(name: "dBTP", value: recording.report.truePeak, tolerance: 1),
        ]
        let octaves = AmbienceFeatures.octaves(frames, sampleRate: rate)
        for (index, level) in octaves.enumerated() {
            features.append(Feature(name: "octave \(index)", value: level, tolerance: 1))
        }
        let sides = frames.map { StereoFrame(repeating: ($0.x - $0.y) / 2) }
        features.append(Feature(name: "side", value: Signals.level(sides) - Signals.level(frames), tolerance: 1))
        let window = Int(5 * rate)
        for start in stride(from: 0, to: frames.count - window, by: window) {
            let level = Signals.level(frames[start..<(start + window)]) - Signals.level(frames)
            features.append(Feature(name: "from \(start / Int(rate)) s", value: level, tolerance: 1))
        }
        return features
    }

    @Test("A song sounds as it did", arguments: cases)
    func golden(song: Case) throws {
        var style = try StyleLibrary(userFolder: nil).style(song.style)
        style = try style.setting("form.length", to: .number(song.seconds), catalog: .standard, option: "length")
        var options = SongRenderer.Options()
        options.synthesizer = song.synthesizer
        let measured = features(try SongRenderer(style: style, options: options).render(song.score()))
        let file = Self.folder.appending(path: "\(song.name).txt")
        if ProcessInfo.processInfo.environment["LOFI_GOLDEN"] == "write" {
            try measured.map { $0.line + "\n" }.joined().write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let accepted = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        try #require(accepted.count == measured.count, "another length")
        for (line, feature) in zip(accepted, measured) {
            let words = line.dropFirst(feature.name.count).split(separator: " ")
            let value = try #require(words.first.flatMap { Double($0) }, "\(line)")
            #expect(
                line.hasPrefix(feature.name) && abs(feature.value - value) <= feature.tolerance,
                "\(feature.line), was \(line)")
        }
    }
}
