import LofiScore

/// The keys, chords and sections of a song as `analyze` tells them.
struct MusicFound {
    /// For JSON: from when to when, in seconds of the file.
    struct Span: Encodable {
        let start, end: Double
        let label: String
    }

    let estimate: KeyEstimate?
    private let score: Score
    private let harmony: Harmony
    private let keyMap: KeyMap
    private let sectionAnalysis: SectionAnalysis

    /// - Parameter score: on the grid of its own pulse, where the chords change.
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

    /// The form: the song's own parts by label, seconds, and notes a bar against the mean.
    var sections: [(start: Double, end: Double, label: String, density: Double)] {
        sectionAnalysis.sections.map {
            (
                score.tempoMap.seconds(at: $0.startTick), score.tempoMap.seconds(at: $0.endTick), $0.label, $0.density
            )
        }
    }

    /// The phrases of the tune, seconds.
    var phrases: [(start: Double, end: Double)] {
        PhraseAnalysis(score, sectionTicks: sectionAnalysis.sections.map(\.startTick)).phrases.map {
            (score.tempoMap.seconds(at: $0.startTick), score.tempoMap.seconds(at: $0.endTick))
        }
    }

    /// The keys where there are several, and the first chords with their steps in the key of their time.
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

    /// What fits on a line of a terminal.
    private static let shownChords = 8

    private func span(_ startTick: Int, _ endTick: Int, _ label: String) -> Span {
        Span(
            start: score.tempoMap.seconds(at: startTick), end: score.tempoMap.seconds(at: endTick), label: label)
    }
}
