extension Score {
    /// Returns the same notes at the same seconds on a grid whose quarters are the beats of `grid` (dotted quarters if
    /// the beat is compound), whose bars start on its downbeats, and whose tempo changes only where its beats do.
    ///
    /// Drums and bass added afterwards then follow the song's pulse. A score whose own grid already agrees is returned
    /// unchanged.
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
            // Audible notes stay at least one tick long.
            for (index, note) in part.notes.enumerated() where note.durationTicks > 0 {
                moved.notes[index].durationTicks = max(1, moved.notes[index].durationTicks)
            }
            return moved
        }
        return score
    }
}

/// Converts ticks of one tempo map to ticks of another at the same seconds.
private struct TickCursor {
    private let old, new: TempoMap
    /// The last conversion, cached because the notes of a chord share a tick.
    private var last = (tick: -1, moved: 0)

    init(from old: TempoMap, to new: TempoMap) { (self.old, self.new) = (old, new) }

    mutating func tick(_ tick: Int) -> Int {
        if tick != last.tick { last = (tick, new.tick(atSeconds: old.seconds(at: tick))) }
        return last.moved
    }
}

/// A tempo map and a meter map whose quarters are the beats of a grid.
private struct BeatRuler {
    let tempoMap: TempoMap
    let meterMap: MeterMap

    /// A tick at 60 bpm is then half a millisecond, and rounding moves a note by a quarter of that on average.
    private static let ticksPerQuarter = 1920
    /// How far a steady tempo may miss a beat before it counts as a tempo change; inaudible.
    private static let steadySeconds = 0.002

    init(_ grid: BeatGrid) {
        let beatTicks = grid.isCompound ? Self.ticksPerQuarter * 3 / 2 : Self.ticksPerQuarter
        let period = grid.beats[1] - grid.beats[0]
        // The start of the file becomes a beat too. The time before the first beat is stretched or compressed to whole
        // beats, by less than half a beat, so that all later beats fall on quarters.
        let lead = max(grid.beats[0] > 0.001 ? 1 : 0, Int((grid.beats[0] / period).rounded()))
        var instants = (0..<lead).map { grid.beats[0] * Double($0) / Double(lead) } + grid.beats
        var offset = lead
        if lead == 1, grid.beats[0] < period / 2 {
            // Too short for a beat of its own, so it joins the next.
            instants.remove(at: 1)
            offset = 0
        }
        tempoMap = TempoMap(
            ticksPerQuarter: Self.ticksPerQuarter, changes: Self.tempos(instants, beatTicks: beatTicks))
        meterMap = Self.meters(grid, offset: offset, beatTicks: beatTicks, count: instants.count)
    }

    /// Extends one tempo over as many beats as it fits.
    private static func tempos(_ instants: [Double], beatTicks: Int) -> [TempoMap.Change] {
        var changes: [TempoMap.Change] = []
        var first = 0
        while first + 1 < instants.count {
            // The range of periods that reaches each beat so far within the tolerance.
            var (minimum, maximum) = (-Double.infinity, Double.infinity)
            var last = first
            while last + 1 < instants.count {
                let beats = Double(last + 1 - first), seconds = instants[last + 1] - instants[first]
                let (low, high) = ((seconds - steadySeconds) / beats, (seconds + steadySeconds) / beats)
                guard max(minimum, low) <= min(maximum, high) else { break }
                (minimum, maximum) = (max(minimum, low), min(maximum, high))
                last += 1
            }
            // The last beat of the stretch is met exactly, so that errors do not accumulate.
            let period = (instants[last] - instants[first]) / Double(last - first)
            let quarter = period * Double(ticksPerQuarter) / Double(beatTicks)
            changes.append(
                TempoMap.Change(
                    tick: first * beatTicks, picosecondsPerQuarter: max(1, Int64((quarter * 1e12).rounded()))))
            first = last
        }
        return changes
    }

    /// A meter for each bar length; a meter change starts a bar, so irregular bars get a meter of their own.
    private static func meters(_ grid: BeatGrid, offset: Int, beatTicks: Int, count: Int) -> MeterMap {
        func meter(_ beats: Int) -> MeterMap.Meter {
            grid.isCompound ? MeterMap.Meter(beats: beats * 3, unit: 8) : MeterMap.Meter(beats: beats, unit: 4)
        }
        let downbeats = grid.downbeatIndices.map { $0 + offset }.filter { $0 >= 0 }
        var changes: [MeterMap.Change] = []
        if let first = downbeats.first, first > 0 {
            // A pickup shorter than a bar is its own bar; a longer one is counted back from the first downbeat in bars.
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
