import LofiScore

/// Phrases of four bars in a stream that never rests, two in short ones.
struct PhraseBars {
    /// The last bars of phrases.
    private let endings: [MeterMap.Bar]
    private let ticksPerQuarter: Int

    init(_ score: Score) {
        let bars = score.meterMap.bars(upTo: score.lastNoteEndTick)
        let length = bars.count < 4 ? 2 : 4
        endings = bars.filter { $0.index % length == length - 1 && $0.lengthTicks >= 2 * score.ticksPerQuarter }
        ticksPerQuarter = score.ticksPerQuarter
    }

    /// The notes with the last beat of each phrase free: what begins there goes, what sounds into it ends.
    /// - Parameter notes: in order of start.
    func breathing(_ notes: [Note]) -> [Note] {
        var place = 0
        return notes.compactMap { note in
            while place < endings.count, endings[place].endTick <= note.startTick { place += 1 }
            guard place < endings.count else { return note }
            let rest = (endings[place].endTick - ticksPerQuarter)..<endings[place].endTick
            if rest.contains(note.startTick) { return nil }
            var held = note
            // The note before the rest is the phrase's last: it sounds until the rest.
            if note.startTick < rest.lowerBound, note.endTick >= rest.lowerBound {
                held.durationTicks = rest.lowerBound - note.startTick
            }
            return held
        }
    }
}
