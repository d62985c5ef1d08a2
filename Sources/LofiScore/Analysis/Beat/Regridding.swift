extension Score {
    /// The same notes at the same seconds, on a grid whose quarters are the beats of the pulse (dotted quarters where a
    /// beat is one), whose bars begin on its downbeats, and whose tempo changes only where the pulse does.
    ///
    /// What is laid on the grid afterwards, drums and bass, sounds in the pulse of the song. A score whose own grid says
    /// the same already is returned as it is.
    public func regridded(to grid: BeatGrid) -> Score {
        guard grid.isKnown, !grid.isAsWritten, grid.beats.count > 1 else { return self }
        let ruler = BeatRuler(grid)
        let map = ruler.tempoMap
        var cursor = TickCursor(from: tempoMap, to: map)
        var score = self
        score.tempoMap = map
        score.meterMap = ruler.meterMap
        score.keySignatures = keySignatures.map { KeySignature(tick: cursor.tick($0.tick), key: $0.key) }
        score.parts = parts.map { part in
            var moved = part.mappingTicks { cursor.tick($0) }
            // A note that sounds at all still does.
            for (index, note) in part.notes.enumerated() where note.durationTicks > 0 {
                moved.notes[index].durationTicks = max(1, moved.notes[index].durationTicks)
            }
            return moved
        }
        return score
    }
}

/// From the ticks of one tempo map to those of another, at the same seconds.
private struct TickCursor {
    private let old, new: TempoMap
    /// The same tick is asked for by many notes: chords start together.
    private var last = (tick: -1, moved: 0)

    init(from old: TempoMap, to new: TempoMap) { (self.old, self.new) = (old, new) }

    mutating func tick(_ tick: Int) -> Int {
        if tick != last.tick { last = (tick, new.tick(atSeconds: old.seconds(at: tick))) }
        return last.moved
    }
}

/// A tempo map and bars whose quarters are the beats of a pulse.
private struct BeatRuler {
    let tempoMap: TempoMap
    let meterMap: MeterMap

    /// A tick at 60 bpm is half a millisecond then: what is rounded to one moves by a quarter of it.
    private static let ticksPerQuarter = 1920
    /// How far a steady tempo may miss a beat before it counts as another tempo: less than is heard.
    private static let steadySeconds = 0.002

    init(_ grid: BeatGrid) {
        let beatTicks = grid.isCompound ? Self.ticksPerQuarter * 3 / 2 : Self.ticksPerQuarter
        let period = grid.beats[1] - grid.beats[0]
        // The file's start becomes a beat as well. What lies before the first beat is stretched or squeezed to whole beats,
        // by less than a half: so all later beats fall on quarters.
        let lead = max(grid.beats[0] > 0.001 ? 1 : 0, Int((grid.beats[0] / period).rounded()))
        var instants = (0..<lead).map { grid.beats[0] * Double($0) / Double(lead) } + grid.beats
        var offset = lead
        if lead == 1, grid.beats[0] < period / 2 {
            // Too short for a beat of its own: it joins the next.
            instants.remove(at: 1)
            offset = 0
        }
        tempoMap = TempoMap(
            ticksPerQuarter: Self.ticksPerQuarter, changes: Self.tempos(instants, beatTicks: beatTicks))
        meterMap = Self.meters(grid, offset: offset, beatTicks: beatTicks, count: instants.count)
    }

    /// One tempo for as many beats as it fits.
    private static func tempos(_ instants: [Double], beatTicks: Int) -> [TempoMap.Change] {
        var changes: [TempoMap.Change] = []
        var first = 0
        while first + 1 < instants.count {
            // The range of periods that reach each beat so far to within the tolerance.
            var (least, most) = (-Double.infinity, Double.infinity)
            var last = first
            while last + 1 < instants.count {
                let beats = Double(last + 1 - first), seconds = instants[last + 1] - instants[first]
                let (low, high) = ((seconds - steadySeconds) / beats, (seconds + steadySeconds) / beats)
                guard max(least, low) <= min(most, high) else { break }
                (least, most) = (max(least, low), min(most, high))
                last += 1
            }
            // The last beat of the stretch is met exactly, so that nothing adds up.
            let period = (instants[last] - instants[first]) / Double(last - first)
            let quarter = period * Double(ticksPerQuarter) / Double(beatTicks)
            changes.append(
                TempoMap.Change(
                    tick: first * beatTicks, picosecondsPerQuarter: max(1, Int64((quarter * 1e12).rounded()))))
            first = last
        }
        return changes
    }

    /// A meter for each bar length; a change of meter begins a bar, so odd bars get a meter of their own.
    private static func meters(_ grid: BeatGrid, offset: Int, beatTicks: Int, count: Int) -> MeterMap {
        func meter(_ beats: Int) -> MeterMap.Meter {
            grid.isCompound ? MeterMap.Meter(beats: beats * 3, unit: 8) : MeterMap.Meter(beats: beats, unit: 4)
        }
        let downbeats = grid.downbeatIndices.map { $0 + offset }.filter { $0 >= 0 }
        var changes: [MeterMap.Change] = []
        if let first = downbeats.first, first > 0 {
            // A pickup of less than a bar is a bar of its own; longer ones are bars counted back from the first downbeat.
            let rest = first % grid.beatsPerBar
            if rest > 0 { changes.append(MeterMap.Change(tick: 0, meter: meter(rest))) }
            changes.append(MeterMap.Change(tick: rest * beatTicks, meter: meter(grid.beatsPerBar)))
        }
        for (index, downbeat) in downbeats.enumerated() {
            let next = index + 1 < downbeats.count ? downbeats[index + 1] : downbeat + grid.beatsPerBar
            changes.append(MeterMap.Change(tick: downbeat * beatTicks, meter: meter(next - downbeat)))
        }
        return MeterMap(ticksPerQuarter: ticksPerQuarter, changes: changes)
    }
}
