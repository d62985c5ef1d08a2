import LofiEngine
import LofiScore

/// How a style would arrange a song, worked out without rendering any audio.
struct ArrangementPlan: Encodable {
    let style: String
    /// Prevailing tempo in quarter notes per minute.
    let bpm: Double
    /// Prevailing meter, such as 4/4.
    let meter: String
    /// Seconds to the end of the last note.
    let seconds: Double
    /// nil if no key is found.
    let key: String?
    let hasDrums: Bool
    /// One sentence for each step beyond the style's own settings.
    let steps: [String]
    /// Why the song cannot be arranged; nil if it can.
    let failure: String?

    init(_ score: Score, _ renderer: SongRenderer) {
        style = renderer.style.name
        do {
            let arranged = try renderer.arrange(score)
            bpm = (arranged.prevailingBeatsPerMinute * 100).rounded() / 100
            var ticks: [String: Int] = [:]
            for bar in arranged.meterMap.bars(upTo: max(1, arranged.lastNoteEndTick)) {
                ticks["\(bar.meter.beats)/\(bar.meter.unit)", default: 0] += bar.lengthTicks
            }
            meter = ticks.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "4/4"
            seconds = arranged.tempoMap.seconds(at: arranged.lastNoteEndTick)
            key = KeyEstimate(arranged)?.key.description
            hasDrums = arranged.parts.contains(where: \.isDrums)
            steps = arranged.remarks
            failure = nil
        } catch {
            (bpm, meter, seconds, key, hasDrums, steps) = (0, "", 0, nil, false, [])
            failure = "\(error)"
        }
    }

    var lines: [String] {
        if let failure { return ["plan      none: \(failure)"] }
        let drums = hasDrums ? "drums" : "no drums"
        return [
            "plan      \(fixed(bpm, 1)) bpm, \(meter), \(key ?? "no key"), \(drums), \(clockTime(seconds)), style \(style)"
        ]
            + steps.map { "          \($0)" }
    }
}
