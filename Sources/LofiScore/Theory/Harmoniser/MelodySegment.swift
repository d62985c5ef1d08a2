/// The part of a melody for which one chord holds at least: half a bar of two or more beats to the half, else a bar.
struct MelodySegment: Equatable {
    let startTick: Int
    let endTick: Int
    /// Index of the bar, from 0.
    let bar: Int
    let startsBar: Bool
    /// Quarters for which each pitch class sounds.
    var weights = [Double](repeating: 0, count: 12)
    /// Pitch class that sounds at the start, if any.
    var first: Int?

    /// The segments from the bar of the first note to the bar of the last.
    static func segments(of line: MelodyLine, meterMap: MeterMap, ticksPerQuarter: Int) -> [MelodySegment] {
        guard let first = line.notes.first, let last = line.notes.last else { return [] }
        var segments: [MelodySegment] = []
        for bar in meterMap.bars(from: first.startTick, upTo: last.endTick) {
            let middle = bar.startTick + firstHalf(of: bar, ticksPerQuarter: ticksPerQuarter)
            segments.append(
                MelodySegment(
                    startTick: bar.startTick, endTick: min(middle, bar.endTick), bar: bar.index, startsBar: true))
            if middle < bar.endTick {
                segments.append(
                    MelodySegment(startTick: middle, endTick: bar.endTick, bar: bar.index, startsBar: false))
            }
        }
        var index = 0
        for note in line.notes {
            while index + 1 < segments.count, segments[index].endTick <= note.startTick { index += 1 }
            var reached = index
            while reached < segments.count, segments[reached].startTick < note.endTick {
                let start = max(note.startTick, segments[reached].startTick)
                let overlap = min(note.endTick, segments[reached].endTick) - start
                segments[reached].weights[note.pitch % 12] += Double(max(0, overlap)) / Double(ticksPerQuarter)
                // Within a thirty-second note of the start counts as at the start.
                if start <= segments[reached].startTick + ticksPerQuarter / 8, overlap > ticksPerQuarter / 8 {
                    segments[reached].first = note.pitch % 12
                }
                reached += 1
            }
        }
        return segments
    }

    /// Ticks of the first half of a bar, in whole beats; the whole bar where it has fewer than four beats, or is in
    /// compound time with an odd number of beats.
    private static func firstHalf(of bar: MeterMap.Bar, ticksPerQuarter: Int) -> Int {
        let beat = bar.meter.beatTicks(ticksPerQuarter: ticksPerQuarter)
        let beats = bar.lengthTicks / beat
        if bar.meter.isCompound { return beats % 2 == 0 ? bar.lengthTicks / 2 : bar.lengthTicks }
        return beats >= 4 ? (beats + 1) / 2 * beat : bar.lengthTicks
    }
}
