import ArgumentParser
import Foundation
import LofiAudioFile
import LofiListening
import LofiPlatform
import LofiPlugin
import LofiScore

/// Compares what `AudioListener` hears with annotation: beats modulo octave, downbeats and key, by the first word of the names.
///
/// Pieces are `NAME.wav` with `NAME.beats` (a line for each beat: seconds, tab, 1 on a downbeat) and `NAME.key` (`Eb:min`).
@main struct ListeningBench: ParsableCommand {
    @Argument(help: "Folder of the pieces.")
    var folder: String
    @Argument(help: "Names of the pieces. (default: all)")
    var names: [String] = []
    @Option(help: "Folder to write the measurements of beats to, for fit_downbeats.py.")
    var features: String?

    private struct Marks {
        var beats = 0.0, downbeats = 0.0, key = 0.0
    }

    mutating func run() throws {
        if names.isEmpty {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".beats") }
                .map { String($0.dropLast(6)) }.sorted()
        }
        var marks: [String: [Marks]] = [:]
        for name in names { marks[String(name.prefix { $0 != "-" }), default: []].append(try mark(name)) }
        for (kind, rows) in marks.sorted(by: { $0.key < $1.key }) { report(kind, rows) }
        report("all", marks.values.flatMap(\.self))
    }

    /// Hears a piece, prints a line about it, and returns its marks.
    private func mark(_ name: String) throws -> Marks {
        let start = ContinuousClock.now
        let reader = try AudioFileReader(path: "\(folder)/\(name).wav")
        let listener = AudioListener(sampleRate: reader.sampleRate)
        var piece = [StereoFrame](repeating: .zero, count: 4096)
        while case let count = try piece.withUnsafeMutableBufferPointer({ try reader.read(into: $0) }), count > 0 {
            piece.withUnsafeMutableBufferPointer { listener.add(AudioBlock(rebasing: $0[..<count])) }
        }
        let music = listener.finish()
        let speed =
            Double(reader.frameCount) / Double(reader.sampleRate) / ((ContinuousClock.now - start) / .seconds(1))
        try writeFeatures(of: music, name)

        let rows = try text(name, "beats").split(separator: "\n").map { $0.split(separator: "\t") }
        let beats = rows.compactMap { Double($0[0]) }
        let downbeats = rows.filter { $0[1] == "1" }.compactMap { Double($0[0]) }
        let ours = music.beats
        let between = zip(ours, ours.dropFirst()).map { ($0 + $1) / 2 }
        func everySecond(_ from: Int) -> [Double] { stride(from: from, to: ours.count, by: 2).map { ours[$0] } }
        let versions = [ours, (ours + between).sorted(), everySecond(0), everySecond(1)]
        let key = Key(try text(name, "key").split(separator: "\n").first.map { String($0) } ?? "")
        let marks = Marks(
            beats: versions.map { agreement($0, beats) }.max() ?? 0,
            downbeats: agreement(music.downbeatIndices.map { ours[$0] }, downbeats), key: music.key == key ? 1 : 0)
        let figures = [
            marks.beats, agreement(ours, beats), marks.downbeats, music.beatConfidence, music.barConfidence,
            music.keyConfidence,
        ].map { String(format: "%.2f", $0) }
        print(
            name, "beats", figures[0], "as they are", figures[1], "downbeats", figures[2], "confidence", figures[3...5],
            music.key?.description ?? "none", "for", key?.description ?? "none", String(format: "%.0fx", speed))
        return marks
    }

    private func text(_ name: String, _ ending: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(name).\(ending)", encoding: .utf8)
    }

    private func writeFeatures(of music: HeardMusic, _ name: String) throws {
        guard let features else { return }
        let rows = zip(music.beats, music.barFeatures).map { beat, row in
            (["\(beat)"] + row.map { "\($0)" }).joined(separator: "\t") + "\n"
        }
        try rows.joined().write(toFile: "\(features)/\(name).bars", atomically: true, encoding: .utf8)
    }

    private func report(_ kind: String, _ rows: [Marks]) {
        func mean(_ value: (Marks) -> Double) -> String {
            String(format: "%.3f", rows.map(value).reduce(0, +) / Double(max(1, rows.count)))
        }
        print("| \(kind) | \(rows.count) | \(mean(\.beats)) | \(mean(\.downbeats)) | \(mean(\.key)) |")
    }

    /// F-measure from 5 s on with a tolerance of 70 ms (M. E. P. Davies et al., 2009).
    private func agreement(_ ours: [Double], _ truth: [Double]) -> Double {
        let ours = ours.filter { $0 >= 5 }, truth = truth.filter { $0 >= 5 }
        var (first, second, hits) = (0, 0, 0)
        while first < ours.count, second < truth.count {
            if abs(ours[first] - truth[second]) <= 0.07 {
                (first, second, hits) = (first + 1, second + 1, hits + 1)
            } else if ours[first] < truth[second] {
                first += 1
            } else {
                second += 1
            }
        }
        return 2 * Double(hits) / Double(max(1, ours.count + truth.count))
    }
}
