/// The beats of a file's own tempo map, from a position in the quarter on, and how strongly each is marked as a downbeat.
struct FileBeats {
    /// Position of the first beat, in quarters.
    let start: Double
    /// Quarters in a beat: 1, or 1.5 for dotted quarters.
    let unit: Double
    /// Of each beat, of mean 0 (`BarEvidence`).
    let strengths: [Double]

    init(_ score: Score, _ strikes: Strikes, start: Double, unit: Double = 1) {
        (self.start, self.unit) = (start, unit)
        let quarters = Double(score.lastNoteEndTick) / Double(score.ticksPerQuarter)
        let count = max(1, Int((quarters - start) / unit) + 1)
        let harmony = BeatHarmony(
            strikes.sounding,
            spans: strikes.sounding.map { (($0.startQuarters - start) / unit, ($0.endQuarters - start) / unit) },
            beatCount: count)
        strengths =
            BarEvidence(
                strikes.strikes, positions: strikes.strikes.map { ($0.quarters - start) / unit }, harmony: harmony,
                beatCount: count
            ).strengths
    }

    /// The ticks of the beats in the score.
    func ticks(of score: Score) -> [Int] {
        strengths.indices.map { Int(((start + Double($0) * unit) * Double(score.ticksPerQuarter)).rounded()) }
    }

    /// The sum of strengths of every `length`th beat, and the number of these bars, from the phase on that has the greatest.
    func best(_ length: Int) -> (sum: Double, bars: Int, phase: Int) {
        let sums = (0..<length).map { sum(length, phase: $0) }
        let phase = sums.best
        return (sums[phase], max(1, strengths.count / length), phase)
    }

    func sum(_ length: Int, phase: Int) -> Double {
        stride(from: phase, to: strengths.count, by: length).reduce(0) { $0 + strengths[$1] }
    }
}
