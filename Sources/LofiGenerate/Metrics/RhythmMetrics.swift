/// Rhythm metrics, including drums.
package enum RhythmMetrics {
    /// Duple or triple division of the beat.
    package enum Pattern { case duple, triple }

    /// Share of segments of `ticks` ticks in which nothing sounds, 0…1.
    package static func emptyRate(_ input: MetricInput, ticks: Int) -> Double? {
        guard input.endTick > 0 else { return nil }
        var isEmpty = [Bool](repeating: true, count: input.endTick / ticks + 1)
        for span in input.notes + input.drums {
            // The end tick counts as sounding, as in muspy.
            for index in (span.start / ticks)...(span.end / ticks) { isEmpty[index] = false }
        }
        return Double(isEmpty.count { $0 }) / Double(isEmpty.count)
    }

    /// 1 minus the mean share of positions in a measure where only one of two consecutive measures has an onset.
    package static func grooveConsistency(_ input: MetricInput, measureTicks: Int) -> Double? {
        let measures = input.endTick / measureTicks + 1
        guard measures > 1 else { return nil }
        let onsets = Set((input.notes + input.drums).map(\.start))
        // An onset counts once for each adjacent measure that lacks it.
        let different = onsets.reduce(0) { sum, tick in
            let measure = tick / measureTicks
            return sum + (measure > 0 && !onsets.contains(tick - measureTicks) ? 1 : 0)
                + (measure + 1 < measures && !onsets.contains(tick + measureTicks) ? 1 : 0)
        }
        return 1 - Double(different) / Double(measureTicks * (measures - 1))
    }

    /// Share of drum notes on the quarters and halves, or on the thirds, of a beat, 0…1.
    package static func drumInPatternRate(_ input: MetricInput, _ pattern: Pattern) -> Double? {
        guard !input.drums.isEmpty else { return nil }
        let beat = input.ticksPerQuarter
        let divisions = pattern == .duple ? [4, 2] : [3]
        let inPattern = input.drums.count { note in
            let position = note.start % beat
            return position == 0 || divisions.contains { beat % $0 == 0 && position % (beat / $0) == 0 }
        }
        return Double(inPattern) / Double(input.drums.count)
    }

    /// The higher of the duple and the triple rate.
    package static func drumPatternConsistency(_ input: MetricInput) -> Double? {
        guard let duple = drumInPatternRate(input, .duple), let triple = drumInPatternRate(input, .triple) else {
            return nil
        }
        return max(duple, triple)
    }
}
