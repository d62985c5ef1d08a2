/// Beats on a file's own tempo map from an offset within the quarter, with the downbeat strength of each.
struct FileBeats {
    /// Position of the first beat, in quarters.
    let start: Double
    /// Quarters in a beat: 1, or 1.5 for dotted quarters.
    let unit: Double
    /// Downbeat strength of each beat, zero-mean (`BarEvidence`).
    let strengths: [Double]

    init(_ score: Score, _ onsets: Onsets, start: Double, unit: Double = 1) {
        (self.start, self.unit) = (start, unit)
        let quarters = Double(score.lastNoteEndTick) / Double(score.ticksPerQuarter)
        let count = max(1, Int((quarters - start) / unit) + 1)
        let harmony = BeatHarmony(
            onsets.sounding,
            spans: onsets.sounding.map { (($0.startQuarters - start) / unit, ($0.endQuarters - start) / unit) },
            beatCount: count)
        strengths =
            BarEvidence(
                onsets.onsets, positions: onsets.onsets.map { ($0.quarters - start) / unit }, harmony: harmony,
                beatCount: count
            ).strengths
    }

    /// The beats in ticks of the score.
    func ticks(of score: Score) -> [Int] {
        strengths.indices.map { Int(((start + Double($0) * unit) * Double(score.ticksPerQuarter)).rounded()) }
    }

    /// The best phase for bars of `length` beats, with the sum of its downbeat strengths and the number of bars.
    func best(_ length: Int) -> (sum: Double, bars: Int, phase: Int) {
        let sums = (0..<length).map { sum(length, phase: $0) }
        let phase = sums.best
        return (sums[phase], max(1, strengths.count / length), phase)
    }

    /// Sum of the strengths of every `length`th beat from `phase` on.
    func sum(_ length: Int, phase: Int) -> Double {
        stride(from: phase, to: strengths.count, by: length).reduce(0) { $0 + strengths[$1] }
    }
}
