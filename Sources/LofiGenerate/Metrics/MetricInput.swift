import LofiScore
import LofiScoreFiles

/// A song prepared for the metrics: in its own ticks, with drums separate.
package struct MetricInput: Sendable {
    /// A note with its start and end in ticks.
    package struct Span: Sendable {
        package let start, end, pitch: Int
    }

    /// Resolution of the ticks.
    package let ticksPerQuarter: Int
    /// Pitched notes, and drum notes.
    package let notes, drums: [Span]
    /// Tick of the last note or controller change, muspy's length of a track.
    package let endTick: Int
    /// Bar length of the first meter.
    package let ticksPerMeasure: Int

    /// Takes the notes and the length of a MIDI file.
    package init(_ song: MIDISong) { self.init(song.score, lastControllerTick: song.lastControllerTick) }

    /// Takes the notes of a score.
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

    /// At another resolution, with times rounded half to even, as in muspy's `adjust_resolution`.
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
