import ArgumentParser
import Foundation

/// Where the bars of an annotated song lie, as decided by hand from the notes: one row of `Downbeats.tsv`.
struct CheckedBars {
    enum Verdict: String {
        case asAnnotated = "as annotated", shifted, otherLength = "other length", undecided
    }

    private enum Segment {
        /// The annotated downbeats, moved by a number of annotated beats.
        case moved(by: Int, from: Int)
        /// Bars of the song's length, counted from a beat.
        case counted(from: Int)

        /// Index of an annotated beat.
        var start: Int {
            switch self {
            case .moved(_, let start), .counted(let start): start
            }
        }
    }

    let song: String
    /// Beats per bar as a listener counts them.
    let beatsPerBar: Int
    let verdict: Verdict
    /// Differs from `beatsPerBar` where what is annotated as a beat is none.
    private let annotatedBeatsPerBar: Int
    private let segments: [Segment]

    /// - Returns: Seconds, ascending.
    func downbeats(of song: AnnotatedSong) -> [Double] {
        let annotated = Set(song.downbeats)
        let marked = song.beats.indices.filter { annotated.contains(song.beats[$0]) }
        let ends = segments.dropFirst().map(\.start) + [song.beats.count]
        return zip(segments, ends).flatMap { segment, end in
            let range = segment.start..<max(segment.start, min(end, song.beats.count))
            let indices: [Int] =
                switch segment {
                case .moved(let shift, _): marked.map { $0 + shift }.filter(range.contains)
                case .counted: Array(stride(from: range.lowerBound, to: range.upperBound, by: annotatedBeatsPerBar))
                }
            return indices.map { song.beats[$0] }
        }
    }

    /// The rows of a list whose columns are described in its header.
    ///
    /// - Returns: By the name of the song.
    /// - Throws: `ValidationError` naming the first line that is malformed.
    static func read(_ file: String) throws -> [String: CheckedBars] {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        var list: [String: CheckedBars] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty && !line.hasPrefix("#") {
            guard let row = CheckedBars(row: line), list.updateValue(row, forKey: row.song) == nil else {
                throw ValidationError("\(file):\(index + 1): malformed row, or a song listed twice: \(line)")
            }
        }
        return list
    }

    private init?(row: Substring) {
        let cells = row.split(separator: "\t", omittingEmptySubsequences: false)
        guard cells.count == 6, let beats = Int(cells[1]), let annotated = Int(cells[2]), beats > 0, annotated > 0,
            let verdict = Verdict(rawValue: String(cells[4])), !cells[5].isEmpty
        else { return nil }
        let segments = cells[3].split(separator: " ").compactMap(Self.segment)
        let starts = segments.map(\.start)
        guard segments.count == cells[3].split(separator: " ").count, starts.first ?? -1 >= 0,
            zip(starts, starts.dropFirst()).allSatisfy(<)
        else { return nil }
        song = String(cells[0])
        beatsPerBar = beats
        annotatedBeatsPerBar = annotated
        self.verdict = verdict
        self.segments = segments
    }

    /// `1@64` or `bar@64`.
    private static func segment(_ text: Substring) -> Segment? {
        let halves = text.split(separator: "@")
        guard halves.count == 2, let start = Int(halves[1]) else { return nil }
        if halves[0] == "bar" { return .counted(from: start) }
        return Int(halves[0]).map { .moved(by: $0, from: start) }
    }
}
