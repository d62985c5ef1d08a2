import LofiScore

/// The keys, chords, sections and phrases that `analyze` reports.
struct MusicFound {
    /// A labeled span for JSON; times in seconds of the file.
    struct Span: Encodable {
        let start, end: Double
        let label: String
    }

    let estimate: KeyEstimate?
    private let score: Score
    private let harmony: Harmony
    private let keyMap: KeyMap
    private let sectionAnalysis: SectionAnalysis

    /// - Parameter score: a score regridded to its own beat, on which chords change.
    init(_ score: Score) {
        self.score = score
        harmony = Harmony(score)
        keyMap = KeyMap(score, harmony: harmony)
        estimate = KeyEstimate(score, harmony: harmony)
        sectionAnalysis = SectionAnalysis(score)
    }

    var keys: [Span] { keyMap.spans.map { span($0.startTick, $0.endTick, $0.key.label) } }

    var chords: [Span] {
        harmony.stretches(upTo: score.lastNoteEndTick).map { span($0.startTick, $0.endTick, $0.label) }
    }

    /// The form: start and end in seconds, label, and density in notes per bar relative to the mean.
    var sections: [(start: Double, end: Double, label: String, density: Double)] {
        sectionAnalysis.sections.map {
            (
                score.tempoMap.seconds(at: $0.startTick), score.tempoMap.seconds(at: $0.endTick), $0.label, $0.density
            )
        }
    }

    /// The phrases of the melody, in seconds.
    var phrases: [(start: Double, end: Double)] {
        PhraseAnalysis(score, sectionTicks: sectionAnalysis.sections.map(\.startTick)).phrases.map {
            (score.tempoMap.seconds(at: $0.startTick), score.tempoMap.seconds(at: $0.endTick))
        }
    }

    /// The keys, if there are several, and the first chords with Roman numerals in the local key.
    var lines: [String] {
        var lines: [String] = []
        if keyMap.spans.count > 1 {
            let keys = keyMap.spans.map { "\($0.key) from \(clockTime(score.tempoMap.seconds(at: $0.startTick)))" }
            lines.append("keys      " + keys.joined(separator: ", "))
        }
        let chords = harmony.spans.prefix(Self.shownChords).map { span in
            let key = keyMap.key(at: span.startTick)
            return span.chord.description + (key.map { " (\(span.chord.romanNumeral(in: $0)))" } ?? "")
        }
        if !chords.isEmpty { lines.append("chords    " + chords.joined(separator: " ")) }
        return lines
    }

    /// Maximum number of chords listed: as many as fit on a terminal line.
    private static let shownChords = 8

    private func span(_ startTick: Int, _ endTick: Int, _ label: String) -> Span {
        Span(
            start: score.tempoMap.seconds(at: startTick), end: score.tempoMap.seconds(at: endTick), label: label)
    }
}
