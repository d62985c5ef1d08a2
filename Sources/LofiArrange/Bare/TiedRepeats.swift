import LofiScore

/// Ties events that repeat unchanged within a bar: a network stuck in a loop emits the same event over and over.
struct TiedRepeats {
    private let meterMap: MeterMap

    init(_ meterMap: MeterMap) { self.meterMap = meterMap }

    /// Returns the notes with repeats tied.
    ///
    /// - Parameter notes: in order of start.
    func tied(_ notes: [Note]) -> [Note] {
        let bars = meterMap.bars(upTo: (notes.last?.startTick ?? -1) + 1)
        var result: [Note] = []
        var (first, previous) = (0, 0..<0)
        var bar = 0
        while first < notes.count {
            let start = notes[first].startTick
            let end = notes[first...].firstIndex { $0.startTick != start } ?? notes.count
            let isNewBar = bars[bar].endTick <= start
            while bar + 1 < bars.count, bars[bar].endTick <= start { bar += 1 }
            let event = notes[first..<end]
            if !isNewBar, !previous.isEmpty, result[previous].map(\.pitch) == event.map(\.pitch),
                zip(result[previous], event).allSatisfy({ $1.startTick - $0.endTick <= max(1, $1.durationTicks / 4) })
            {
                for (index, note) in zip(previous, event) {
                    result[index].durationTicks = note.endTick - result[index].startTick
                }
            } else {
                previous = result.count..<(result.count + event.count)
                result += event
            }
            first = end
        }
        return result
    }
}
