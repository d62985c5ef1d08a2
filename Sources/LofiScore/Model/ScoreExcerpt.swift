extension Score {
    /// An excerpt of `count` bars from the middle of the song, or the whole song if it is no longer.
    ///
    /// The middle is taken because the beginning and the end are usually sparser. The excerpt starts a multiple of
    /// eight bars after the first, where phrases tend to begin.
    public func excerpt(bars count: Int) -> Score {
        let bars = meterMap.bars(upTo: lastNoteEndTick)
        guard count > 0, bars.count > count else { return self }
        let first = (bars.count - count) / 2 / 8 * 8
        return between(bars[first].startTick, bars[first + count - 1].endTick)
    }

    /// The song from a tick on, with everything that was set before it.
    public func starting(at start: Int) -> Score {
        guard start > 0 else { return self }
        var score = between(start, max(start, lastNoteEndTick) + 1)
        for index in parts.indices {
            score.parts[index].controllers = parts[index].controllers.map { $0.moved(to: max(0, $0.tick - start)) }
        }
        return score
    }

    /// The notes that start within `start` ..< `end`, cut off at `end`, with the tempo, meter and key in force at
    /// `start`.
    func between(_ start: Int, _ end: Int) -> Score {
        func inForce<Change>(_ changes: [Change], _ tick: (Change) -> Int) -> [Change] {
            let first = changes.lastIndex { tick($0) <= start } ?? 0
            return changes[first...].filter { tick($0) < end }
        }
        var score = self
        score.tempoMap = TempoMap(
            ticksPerQuarter: ticksPerQuarter,
            changes: inForce(tempoMap.changes) { $0.tick }.map {
                TempoMap.Change(tick: max(0, $0.tick - start), picosecondsPerQuarter: $0.picosecondsPerQuarter)
            })
        score.meterMap = MeterMap(
            ticksPerQuarter: ticksPerQuarter,
            changes: inForce(meterMap.changes) { $0.tick }.map {
                MeterMap.Change(tick: max(0, $0.tick - start), meter: $0.meter)
            })
        if !keySignatures.isEmpty {
            score.keySignatures = inForce(keySignatures) { $0.tick }.map {
                KeySignature(tick: max(0, $0.tick - start), key: $0.key)
            }
        }
        score.parts = parts.map { part in
            var cut = part
            cut.notes = part.notes.filter { (start..<end).contains($0.startTick) }.map { note in
                var moved = note
                moved.durationTicks = min(note.durationTicks, end - note.startTick)
                moved.startTick -= start
                return moved
            }
            cut.controllers = part.controllers.filter { (start..<end).contains($0.tick) }.map {
                $0.moved(to: $0.tick - start)
            }
            return cut
        }
        score.sections = sections.filter { $0.endTick > start && $0.startTick < end }.map { section in
            var cut = section
            cut.startTick = max(0, section.startTick - start)
            cut.endTick = min(end, section.endTick) - start
            return cut
        }
        return score
    }
}
