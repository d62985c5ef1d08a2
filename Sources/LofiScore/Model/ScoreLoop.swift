extension Score {
    /// Some bars of the song at one steady tempo, played several times in a row, each time the same.
    ///
    /// Notes end with the bars they are taken from, and what leads into the first bar leads into it from the end of the
    /// last. `loop` of the result is a time that has others before and after it, so that whatever is added to it goes on across
    /// its ends.
    /// - Parameters:
    ///   - bars: at least one bar, in order.
    ///   - upbeatTicks: length of the pickup before the first bar; 0 for none.
    ///   - beatsPerMinute: quarter notes per minute.
    package func repeating(_ bars: [MeterMap.Bar], upbeatTicks: Int, beatsPerMinute: Double) -> Score {
        guard let start = bars.first?.startTick, let end = bars.last?.endTick else { return self }
        let (length, times) = (end - start, 3)
        let own = starting(at: start).between(0, length)
        var score = own
        score.tempoMap = TempoMap(ticksPerQuarter: ticksPerQuarter, beatsPerMinute: beatsPerMinute)
        score.loop = length..<(2 * length)
        func repeated<Item>(_ items: [Item], _ moved: (Item, Int) -> Item) -> [Item] {
            (0..<times).flatMap { time in items.map { moved($0, time * length) } }
        }
        score.meterMap = MeterMap(
            ticksPerQuarter: ticksPerQuarter,
            changes: repeated(own.meterMap.changes) { MeterMap.Change(tick: $0.tick + $1, meter: $0.meter) })
        score.sections = repeated(own.sections) { section, ticks in
            var moved = section
            (moved.startTick, moved.endTick) = (section.startTick + ticks, section.endTick + ticks)
            return moved
        }
        let upbeatTicks = min(upbeatTicks, length)
        for (index, part) in own.parts.enumerated() {
            let upbeat = parts[index].notes.filter { (start - upbeatTicks..<start).contains($0.startTick) }.map {
                note in
                var moved = note
                moved.startTick = max(0, note.startTick - start + length)
                moved.durationTicks = max(1, min(note.durationTicks, length - moved.startTick))
                return moved
            }
            score.parts[index].notes = repeated((part.notes + upbeat).inLoopOrder) { note, ticks in
                var moved = note
                moved.startTick += ticks
                return moved
            }
            // Nobody lifts the pedal where the end meets the beginning.
            score.parts[index].controllers = repeated(part.releasedPedals(at: 0) + part.controllers) {
                $0.moved(to: $0.tick + $1)
            }
        }
        return score
    }

    /// The bars of `loop` alone. What a player's feel makes start a little before the first beat starts at the end, and goes on
    /// beyond it.
    package func cutToLoop() -> Score {
        guard let loop, loop.lowerBound > 0 else { return self }
        // A thirty-second note: players are early by less.
        let (early, length) = (ticksPerQuarter / 8, loop.count)
        var score = starting(at: loop.lowerBound).between(0, length)
        score.loop = 0..<length
        for (index, part) in parts.enumerated() {
            let span = (loop.lowerBound - early)..<(loop.upperBound - early)
            score.parts[index].notes =
                part.notes.filter { span.contains($0.startTick) }.map { note in
                    var moved = note
                    moved.startTick = (note.startTick - loop.lowerBound + length) % length
                    return moved
                }.inLoopOrder
            score.parts[index].controllers += part.releasedPedals(at: length)
        }
        return score
    }
}

extension Part {
    /// Releases every sustain pedal that the part uses: nobody lifts it where the end of a loop meets its beginning.
    fileprivate func releasedPedals(at tick: Int) -> [ControlEvent] {
        let members = controllers.compactMap { event -> Int? in
            if case .controller(64, _) = event.change { event.member } else { nil }
        }
        return Set(members).sorted().map { ControlEvent(tick: tick, change: .controller(64, value: 0), member: $0) }
    }
}

extension [Note] {
    fileprivate var inLoopOrder: [Note] { sorted { ($0.startTick, $0.pitch) < ($1.startTick, $1.pitch) } }
}
