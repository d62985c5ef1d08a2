import LofiEngine
import LofiListening
import LofiScore

/// The results of `analyze` for an audio file, encoded by `--json`; times are in seconds.
struct AudioReport: Encodable {
    let seconds: Double
    /// Beats per minute; nil without a steady beat.
    let bpm: Double?
    let beatConfidence, barConfidence, keyConfidence: Double
    let beatsPerBar: Int
    let beats, downbeats: [Double]
    /// Such as `Eb major`; nil if there is none.
    let key: String?
    /// Distance from A = 440 Hz.
    let tuningCents: Double
    let chords: [ChordFound]

    struct ChordFound: Encodable {
        let start, end: Double
        /// Such as `Am7`.
        let chord: String
    }

    init(_ music: HeardMusic, seconds: Double) {
        self.seconds = seconds
        bpm = music.beatsPerMinute
        (beatConfidence, barConfidence) = (music.beatConfidence, music.barConfidence)
        (beats, beatsPerBar) = (music.beats, music.beatsPerBar)
        downbeats = music.downbeatIndices.map { music.beats[$0] }
        (key, keyConfidence, tuningCents) = (music.key?.description, music.keyConfidence, music.tuningCents)
        let map = music.score.tempoMap
        chords =
            !music.keepsBeat
            ? []
            : Harmony(music.score).spans.map {
                ChordFound(
                    start: map.seconds(at: $0.startTick), end: map.seconds(at: $0.endTick), chord: $0.chord.description)
            }
    }

    /// The report for a terminal.
    var lines: [String] {
        let tempo = bpm.map { "\(fixed($0, 1)) bpm" } ?? "no steady beat"
        var lines = [
            "length    \(clockTime(seconds))",
            "key       \(key ?? "none") (confidence \(fixed(keyConfidence, 2))), \(fixed(tuningCents, 0)) cents from A = 440 Hz",
            "beat      \(tempo) (confidence \(fixed(beatConfidence, 2)))",
        ]
        guard bpm != nil else { return lines }
        lines.append(
            "bars      \(beatsPerBar) beats (confidence \(fixed(barConfidence, 2))), from \(fixed(downbeats.first ?? 0, 2)) s"
        )
        lines.append(
            "chords    " + chords.prefix(16).map(\.chord).joined(separator: " ") + (chords.count > 16 ? " …" : ""))
        return lines
    }
}
