import LofiScore

/// The bars of music in a song: without leading silence, without a bar that only the last notes ring into, and with the
/// pickup separate.
///
/// A loop of whole bars repeats after these bars; its pickup overlaps the end of the last one.
struct MusicBars {
    /// The bars, in order.
    let bars: [MeterMap.Bar]
    /// From the first note to the first of the bars, if the song begins with a pickup; whole beats, in the meter of the
    /// bars.
    let pickup: MeterMap.Bar?

    init(_ score: Score) {
        let onsets = score.parts.map { (isDrums: $0.isDrums, ticks: $0.notes.map(\.startTick)) }
        let all = onsets.flatMap(\.ticks)
        // Drums alone do not start the music: a style may replace them by others that wait for something to play to.
        guard let first = onsets.flatMap({ $0.isDrums ? [] : $0.ticks }).min() ?? all.min(), let last = all.max()
        else {
            (bars, pickup) = ([], nil)
            return
        }
        let end = score.lastNoteEndTick
        let sounding = score.meterMap.bars(upTo: end).filter { $0.endTick > first }
        let onsetBars = sounding.filter { $0.startTick <= last }
        let pickup = Self.pickup(score, sounding, first: first)
        let count = onsetBars.count - (pickup == nil ? 0 : 1)
        let ringing = sounding.dropFirst(onsetBars.count).filter { $0.startTick + $0.lengthTicks / 2 <= end }
        // Half a bar of ringing counts as a bar of music, unless a loop of a usual length would lose it.
        let isWhole = Self.usualLengths.contains(count) && !Self.usualLengths.contains(count + ringing.count)
        bars = Array(onsetBars.suffix(count)) + (isWhole ? [] : ringing)
        self.pickup = pickup
    }

    private static let usualLengths: Set = [2, 4, 8, 12, 16, 24, 32]

    /// Returns a first bar that is shorter than its meter, or in the first half of which nothing begins.
    private static func pickup(_ score: Score, _ bars: [MeterMap.Bar], first: Int) -> MeterMap.Bar? {
        guard bars.count > 2, bars[1].startTick <= score.lastNoteEndTick else { return nil }
        let (bar, next) = (bars[0], bars[1])
        let length = next.endTick - max(first, bar.startTick) - next.lengthTicks
        guard length * 2 <= next.lengthTicks else { return nil }
        let unit = score.ticksPerQuarter * 4 / next.meter.unit
        let units = max(1, (length + unit - 1) / unit)
        let start = max(bar.startTick, next.startTick - units * unit)
        return MeterMap.Bar(
            index: 0, startTick: start, endTick: next.startTick,
            meter: MeterMap.Meter(beats: units, unit: next.meter.unit))
    }
}
