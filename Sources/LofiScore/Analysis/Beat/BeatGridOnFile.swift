extension BeatGrid {
    /// Keeps the file's tempo map, and hears where in the quarter the beat falls and where the bars begin.
    static func onFileGrid(_ score: Score, _ strikes: Strikes, _ phase: GridPhase) -> BeatGrid {
        let isCompound = Self.isCompound(score, strikes)
        let unit = isCompound ? 1.5 : 1
        let quarters = isCompound ? GridPhase(strikes.strikes, unit: unit).quarters : phase.quarters
        // What lies within a player's looseness of the grid is on it: a fiftieth of a beat is 15 ms at 80 bpm.
        let isOnGrid = min(quarters, unit - quarters) < unit / 50
        let start = isOnGrid ? 0 : quarters
        let count = max(1, Int((Double(score.lastNoteEndTick) / Double(score.ticksPerQuarter) - start) / unit) + 1)
        let bars = Self.bars(
            strikes, positions: strikes.strikes.map { ($0.quarters - start) / unit },
            spans: strikes.sounding.map { (($0.startQuarters - start) / unit, ($0.endQuarters - start) / unit) },
            beatCount: count, isCompound: isCompound, declared: declaredBeats(score, isCompound: isCompound))
        let ticks = (0..<count).map { Int(((start + Double($0) * unit) * Double(score.ticksPerQuarter)).rounded()) }
        return BeatGrid(
            beats: ticks.map { score.tempoMap.seconds(at: $0) }, downbeatIndices: bars.downbeats,
            beatsPerBar: bars.beatsPerBar, isCompound: isCompound, source: .file,
            confidence: confidence(clarity: phase.concentration, contrast: bars.contrast),
            isAsWritten: isOnGrid
                && score.meterMap.bars(upTo: max(1, score.lastNoteEndTick)).map(\.startTick)
                    == bars.downbeats.map { ticks[$0] }
        )
    }

    /// Follows the beat in seconds.
    static func throughNotes(_ strikes: Strikes) -> BeatGrid? {
        let tracked = BeatTracker(strikes.strikes).beats
        guard tracked.count >= 8 else { return nil }
        let beats = steadied(tracked)
        let clock = BeatClock(beats)
        let positions = strikes.strikes.map { clock.position(at: $0.seconds) }
        let clarity = clarity(positions)
        // Tuned 2026-11-24: clouds of notes at random keep below, performances of POP909 above.
        guard clarity > 0.4 else { return nil }
        let isCompound = hasThirds(positions)
        let bars = Self.bars(
            strikes, positions: positions,
            spans: strikes.sounding.map { (clock.position(at: $0.startSeconds), clock.position(at: $0.endSeconds)) },
            beatCount: beats.count, isCompound: isCompound, declared: nil)
        return BeatGrid(
            beats: beats, downbeatIndices: bars.downbeats, beatsPerBar: bars.beatsPerBar, isCompound: isCompound,
            source: .notes, confidence: confidence(clarity: clarity, contrast: bars.contrast))
    }

    /// Whether the notes of a file without a tempo of its own keep another one: its 120 bpm are then nobody's.
    var isElsewhere: Bool {
        guard let beatsPerMinute else { return false }
        return ![0.25, 0.5, 1, 2].contains { abs(beatsPerMinute / ($0 * 120) - 1) < 0.03 } && isSteady
    }

    private var isSteady: Bool {
        let distances = zip(beats, beats.dropFirst()).map { $1 - $0 }
        guard let shortest = distances.min(), let longest = distances.max() else { return false }
        return longest < shortest * 1.1
    }

    /// Beats of a steady tempo, where one fits all that were tracked: what is computed does not waver.
    private static func steadied(_ beats: [Double]) -> [Double] {
        let count = Double(beats.count)
        let meanIndex = (count - 1) / 2, meanSeconds = beats.reduce(0, +) / count
        var (product, square) = (0.0, 0.0)
        for (index, beat) in beats.enumerated() {
            product += (Double(index) - meanIndex) * (beat - meanSeconds)
            square += (Double(index) - meanIndex) * (Double(index) - meanIndex)
        }
        let period = product / square
        let line = beats.indices.map { meanSeconds + (Double($0) - meanIndex) * period }
        // 30 ms: as far as a tracked beat strays from a steady one.
        return zip(line, beats).allSatisfy { abs($0 - $1) < 0.03 } ? line : beats
    }

    private static func bars(
        _ strikes: Strikes, positions: [Double], spans: [(start: Double, end: Double)], beatCount: Int,
        isCompound: Bool, declared: Int?
    ) -> BarTracker {
        let harmony = BeatHarmony(strikes.sounding, spans: spans, beatCount: beatCount)
        let evidence = BarEvidence(strikes.strikes, positions: positions, harmony: harmony, beatCount: beatCount)
        return BarTracker(evidence.strengths, lengths: isCompound ? [2] : [4, 3, 5], declared: declared)
    }

    /// The bar length that the file declares: bars of one or two beats say nothing.
    private static func declaredBeats(_ score: Score, isCompound: Bool) -> Int? {
        let meter = score.meterMap.meter(at: score.lastNoteEndTick / 2)
        return isCompound || meter.unit != 4 || meter.beats < 3 ? nil : meter.beats
    }

    /// Whether the beats are dotted: by the file, unless the notes speak against it, or by the notes alone.
    private static func isCompound(_ score: Score, _ strikes: Strikes) -> Bool {
        let (threes, twos) = (accent(strikes, everyEighths: 3), accent(strikes, everyEighths: 2))
        if score.meterMap.meter(at: score.lastNoteEndTick / 2).isCompound { return threes >= twos / 2 }
        // Tuned 2026-11-24: songs in two, three and four (POP909 and 143 files of many makers) lie below 0.21 and, with
        // threes above twos, below 0.11; all on the downbeat, which both divide, is taken for three quarters.
        return strikes.strikes.count >= 24 && threes > 0.25 && threes > twos + 0.15
    }

    /// How far the strongest of every so many eighths have more than their share of the accents of length and bass: 0 by
    /// chance, 1 all.
    private static func accent(_ strikes: Strikes, everyEighths cycle: Int) -> Float {
        var sums = [Float](repeating: 0, count: cycle)
        for strike in strikes.strikes {
            let eighth = Int((strike.quarters * 2).rounded())
            sums[eighth % cycle] +=
                strike.accents[Accent.length] + strike.accents[Accent.low] + strike.accents[Accent.density]
        }
        let share = (sums.max() ?? 0) / max(1e-6, sums.reduce(0, +))
        return (share * Float(cycle) - 1) / Float(cycle - 1)
    }

    /// How much of the music is struck on beats, halves, thirds and quarters of them: 0 by chance, 1 all.
    private static func clarity(_ positions: [Double]) -> Double {
        let near = positions.filter { position in
            [2.0, 3, 4].contains { abs(position * $0 - (position * $0).rounded()) < 0.05 * $0 }
        }.count
        // Places within a twentieth of a beat of such a point are 0.57 of the beat.
        return max(0, (Double(near) / Double(max(1, positions.count)) - 0.57) / 0.43)
    }

    /// Whether both thirds of the beat are struck, and far more often than its half: swing has the second alone.
    private static func hasThirds(_ positions: [Double]) -> Bool {
        var counts = [Int](repeating: 0, count: 12)
        for position in positions {
            let part = position - position.rounded(.down)
            counts[Int((part * 12).rounded()) % 12] += 1
        }
        return min(counts[4], counts[8]) > 2 * (counts[6] + counts[3]) && min(counts[4], counts[8]) * 4 > counts[0]
    }

    /// Of beat and bars together.
    private static func confidence(clarity: Double, contrast: Double) -> Double {
        // Downbeats of songs whose bars are clear have a strength of 3 and more (POP909, 2026-11-24).
        max(0, min(1, clarity)) * max(0, min(1, contrast / 3))
    }
}

/// Counts seconds in beats.
struct BeatClock {
    private let beats: [Double]

    /// - Parameter beats: two or more, in order.
    init(_ beats: [Double]) { self.beats = beats }

    /// Beats from the first; beyond the ends the nearest tempo goes on.
    func position(at seconds: Double) -> Double {
        var low = 0, high = beats.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if beats[middle] <= seconds { low = middle } else { high = middle }
        }
        return Double(low) + (seconds - beats[low]) / (beats[low + 1] - beats[low])
    }
}
