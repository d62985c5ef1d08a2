import Foundation
import LofiScore
import LofiScoreFiles

/// A song with what people or programs have written about it: a folder of the POP909 Dataset.
///
/// `NAME/NAME.mid`, `beat_midi.txt` (seconds, downbeat in simple metre, downbeat in compound metre), `chord_midi.txt` and
/// `key_audio.txt` (start, end, label; seconds).
struct AnnotatedSong {
    struct Span {
        let start, end: Double
        let label: String
    }

    let name: String
    /// Without its key signatures: the analysis shall hear the key.
    let score: Score
    /// Seconds.
    let beats: [Double]
    /// Seconds, by the simple metre in bars of three, by the compound one in bars of four: the simple metre of this data
    /// marks every second beat of a song in four, the compound one every bar.
    let downbeats: [Double]
    /// 3 or 4.
    let beatsPerBar: Int
    let chords: [Span]
    let keys: [Span]

    /// - Returns: nil where the folder holds no such song.
    init?(folder: URL) {
        name = folder.lastPathComponent
        guard let bytes = try? Data(contentsOf: folder.appending(path: "\(name).mid")),
            var score = try? MIDISong([UInt8](bytes)).score
        else { return nil }
        score.keySignatures = []
        self.score = score
        let rows = Self.rows(folder.appending(path: "beat_midi.txt"))
        beats = rows.compactMap { Double($0[0]) }
        let simple = rows.indices.filter { rows[$0].count > 1 && Double(rows[$0][1]) == 1 }
        let threes = zip(simple, simple.dropFirst()).filter { $1 - $0 == 3 }.count
        beatsPerBar = threes * 2 > simple.count ? 3 : 4
        let column = beatsPerBar == 3 ? 1 : 2
        downbeats = rows.filter { $0.count > column && Double($0[column]) == 1 }.compactMap { Double($0[0]) }
        chords = Self.spans(folder.appending(path: "chord_midi.txt"))
        keys = Self.spans(folder.appending(path: "key_audio.txt"))
        guard beats.count > 8, !chords.isEmpty else { return nil }
    }

    /// All songs of a folder in order of name, every `step`th from `first` on.
    static func songs(in folder: String, first: Int, step: Int) -> [AnnotatedSong] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        return stride(from: first, to: names.count, by: max(1, step)).compactMap {
            AnnotatedSong(folder: URL(filePath: folder).appending(path: names[$0]))
        }
    }

    private static func rows(_ file: URL) -> [[Substring]] {
        ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n").map {
            $0.split(whereSeparator: \.isWhitespace)
        }.filter { !$0.isEmpty }
    }

    private static func spans(_ file: URL) -> [Span] {
        rows(file).compactMap { row in
            guard row.count == 3, let start = Double(row[0]), let end = Double(row[1]) else { return nil }
            return Span(start: start, end: end, label: String(row[2]))
        }
    }
}
