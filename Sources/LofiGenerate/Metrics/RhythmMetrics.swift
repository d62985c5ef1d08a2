/// When notes are struck, drums included.
package enum RhythmMetrics {
    package enum Pattern { case duple, triple }

    /// The share of stretches of so many ticks in which nothing sounds.
    package static func emptyRate(_ input: MetricInput, ticks: Int) -> Double? {
        guard input.endTick > 0 else { return nil }
        var isEmpty = [Bool](repeating: true, count: input.endTick / ticks + 1)
        for span in input.notes + input.drums {
            // The tick on which it ends counts too: muspy has it so.
            for index in (span.start / ticks)...(span.end / ticks) { isEmpty[index] = false }
        }
        return Double(isEmpty.count { $0 }) / Double(isEmpty.count)
    }

    /// 1 less the share of places in a measure at which one measure has an onset and the next has none.
    package static func grooveConsistency(_ input: MetricInput, measureTicks: Int) -> Double? {
        let measures = input.endTick / measureTicks + 1
        guard measures > 1 else { return nil }
        let onsets = Set((input.notes + input.drums).map(\.start))
        // An onset differs from its neighbours: once for each side on which there is a measure without it.
        let different = onsets.reduce(0) { sum, tick in
            let measure = tick / measureTicks
            return sum + (measure > 0 && !onsets.contains(tick - measureTicks) ? 1 : 0)
                + (measure + 1 < measures && !onsets.contains(tick + measureTicks) ? 1 : 0)
        }
        return 1 - Double(different) / Double(measureTicks * (measures - 1))
    }

    /// The share of drum strokes on the quarters and halves, or on the thirds, of a beat.
    package static func drumInPatternRate(_ input: MetricInput, _ pattern: Pattern) -> Double? {
        guard !input.drums.isEmpty else { return nil }
        let beat = input.ticksPerQuarter
        let divisions = pattern == .duple ? [4, 2] : [3]
        let inPattern = input.drums.count { stroke in
            let place = stroke.start % beat
            return place == 0 || divisions.contains { beat % $0 == 0 && place % (beat / $0) == 0 }
        }
        return Double(inPattern) / Double(input.drums.count)
    }

    /// The better of both.
    package static func drumPatternConsistency(_ input: MetricInput) -> Double? {
        guard let duple = drumInPatternRate(input, .duple), let triple = drumInPatternRate(input, .triple) else {
            return nil
        }
        return max(duple, triple)
    }
}
