/// Whether the bars that a file declares stand.
///
/// A time signature, with the notes on its grid, is what somebody wrote. It falls to overwhelming evidence alone: programs
/// that write 4/4 into every file, and pickups that no bar of their own makes room for (a song of music21's that begins with
/// an upbeat has all its bars a beat early).
///
/// All bounds set 2026-11-30: the 119 loops of lofi-samples, 501 of 502 lead sheets of OpenEWLD and 95 % of 82 game pieces keep
/// their bars; chorales with an upbeat, and POP909's quantised songs that lie a sixteenth to an eighth beside their grid, lose them.
struct DeclaredBars {
    enum Verdict {
        case stand
        /// Bars of this many quarters; nil where the beat itself lies beside the file's quarters, so that its bars say little.
        case overruled(beats: FileBeats, length: Int?)
    }

    let verdict: Verdict
    /// How strongly the declared downbeats are marked, as `BarTracker.contrast`; nil where they lie beside the quarters.
    let contrast: Double?

    /// Shorter pieces say too little against what is written.
    static let fewestBars = 12
    /// By how much, per bar and in all, the downbeats of other bars have to be stronger; a long song may be less clear.
    private static let gains = [(bars: 12, perBar: 1.75, inAll: 30.0), (bars: 40, perBar: 1.2, inAll: 70)]
    /// For a beat beside the file's quarters: the lead of its phase, and how much stronger its downbeats are per bar.
    private static let phaseLead = 2.5, phaseGain = 0.35
    /// For bars of another length: their strength per bar, and their rank over that of the declared length.
    private static let lengthStrength = 1.5, lengthRank = 1.6

    /// - Parameters:
    ///   - phase: where the notes have the beat.
    ///   - isSettled: a person named the meter, so that only its downbeats are in question.
    init(_ score: Score, _ strikes: Strikes, _ phase: GridPhase, isSettled: Bool) {
        let meters = score.meterMap.changes.filter { $0.tick < score.lastNoteEndTick }.map(\.meter)
        let length = meters.count == 1 ? meters[0].wholeQuarters : nil
        guard let length, length > 1, !meters[0].isCompound else {
            (verdict, contrast) = (.stand, nil)
            return
        }
        let beats = FileBeats(score, strikes, start: 0)
        let (declared, bars) = (beats.sum(length, phase: 0), max(1, beats.strengths.count / length))
        contrast = declared / Double(bars)
        guard bars >= Self.fewestBars else {
            verdict = .stand
            return
        }
        let same = beats.best(length)
        let gain = same.sum - declared
        let isGain = Self.gains.contains { bars >= $0.bars && gain >= max($0.inAll, $0.perBar * Double(bars)) }
        let shifted =
            phase.isOnQuarter || phase.lead < Self.phaseLead
            ? nil : FileBeats(score, strikes, start: phase.quarters)
        if let shifted, case let sum = shifted.best(length).sum,
            sum - declared >= Self.gains[0].inAll, sum - same.sum >= Self.phaseGain * Double(bars)
        {
            verdict = .overruled(beats: shifted, length: isSettled ? length : nil)
        } else if isGain {
            verdict = .overruled(beats: beats, length: length)
        } else if !isSettled, let other = [3: 4, 4: 3][length], case let best = beats.best(other),
            best.sum >= Self.lengthStrength * Double(best.bars),
            Self.rank(best) >= Self.lengthRank * Self.rank(same)
        {
            verdict = .overruled(beats: beats, length: other)
        } else {
            verdict = .stand
        }
    }

    /// Chance adds up with the root of the number: so bars of different lengths compare.
    private static func rank(_ bars: (sum: Double, bars: Int, phase: Int)) -> Double {
        max(0, bars.sum) / Double(bars.bars).squareRoot()
    }
}

extension MeterMap.Meter {
    /// Quarters in a bar, where they are whole.
    fileprivate var wholeQuarters: Int? { 4 * beats % unit == 0 ? 4 * beats / unit : nil }
}
