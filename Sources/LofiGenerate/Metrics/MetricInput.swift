import LofiScore
import LofiScoreFiles

/// A song as the metrics count it: in its own ticks, drums apart.
package struct MetricInput: Sendable {
    package struct Span: Sendable {
        package let start, end, pitch: Int
    }

    package let ticksPerQuarter: Int
    package let notes, drums: [Span]
    /// Of the last note or movement of a controller, as muspy counts a track's length.
    package let endTick: Int
    /// Of the first meter.
    package let ticksPerMeasure: Int

    package init(_ song: MIDISong) { self.init(song.score, lastControllerTick: song.lastControllerTick) }

    package init(_ score: Score, lastControllerTick: Int = 0) {
        func spans(_ parts: [Part]) -> [Span] {
            parts.flatMap { $0.notes.map { Span(start: $0.startTick, end: $0.endTick, pitch: $0.pitch) } }
        }
        ticksPerQuarter = score.ticksPerQuarter
        notes = spans(score.parts.filter { !$0.isDrums })
        drums = spans(score.parts.filter(\.isDrums))
        endTick = max(score.lastNoteEndTick, lastControllerTick)
        ticksPerMeasure = score.meterMap.barLengthTicks(of: score.meterMap.meter(at: 0))
    }

    /// With so many ticks a quarter, each time rounded, halves to even, as muspy's `adjust_resolution` does.
    package func adjusted(toTicksPerQuarter target: Int) -> MetricInput {
        let factor = Double(target) / Double(ticksPerQuarter)
        func tick(_ tick: Int) -> Int { Int((Double(tick) * factor).rounded(.toNearestOrEven)) }
        func spans(_ spans: [Span]) -> [Span] {
            spans.map { Span(start: tick($0.start), end: tick($0.end), pitch: $0.pitch) }
        }
        return MetricInput(
            ticksPerQuarter: target, notes: spans(notes), drums: spans(drums),
            endTick: tick(endTick), ticksPerMeasure: max(1, tick(ticksPerMeasure)))
    }

    private init(ticksPerQuarter: Int, notes: [Span], drums: [Span], endTick: Int, ticksPerMeasure: Int) {
        self.ticksPerQuarter = ticksPerQuarter
        self.notes = notes
        self.drums = drums
        self.endTick = endTick
        self.ticksPerMeasure = ticksPerMeasure
    }
}
