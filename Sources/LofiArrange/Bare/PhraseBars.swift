import LofiScore

/// Four-bar phrases for a stream that never rests; two-bar phrases in short ones.
struct PhraseBars {
    /// The last bar of each phrase.
    private let endings: [MeterMap.Bar]
    private let ticksPerQuarter: Int

    init(_ score: Score) {
        let bars = score.meterMap.bars(upTo: score.lastNoteEndTick)
        let length = bars.count < 4 ? 2 : 4
        endings = bars.filter { $0.index % length == length - 1 && $0.lengthTicks >= 2 * score.ticksPerQuarter }
        ticksPerQuarter = score.ticksPerQuarter
    }

    /// Returns the notes with the last beat of each phrase silent: notes that start there are removed, notes that sound
    /// into it are cut.
    ///
    /// - Parameter notes: in order of start.
    func breathing(_ notes: [Note]) -> [Note] {
        var index = 0
        return notes.compactMap { note in
            while index < endings.count, endings[index].endTick <= note.startTick { index += 1 }
            guard index < endings.count else { return note }
            let rest = (endings[index].endTick - ticksPerQuarter)..<endings[index].endTick
            if rest.contains(note.startTick) { return nil }
            var held = note
            // The note before the rest is the last of the phrase and is held until the rest.
            if note.startTick < rest.lowerBound, note.endTick >= rest.lowerBound {
                held.durationTicks = rest.lowerBound - note.startTick
            }
            return held
        }
    }
}
