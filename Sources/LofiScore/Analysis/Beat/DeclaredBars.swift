/// Decides whether to keep the bars that a file declares.
///
/// A time signature whose grid the notes keep was written on purpose. Only overwhelming evidence overrules it: some
/// programs write 4/4 into every file, and a pickup without a bar of its own shifts all bars (a music21 song that
/// starts with an upbeat has all its bars a beat early).
///
/// All bounds set 2026-11-30: the 119 loops of lofi-samples, 501 of 502 lead sheets of OpenEWLD and 95 % of 82 game
/// pieces keep their bars; chorales with an upbeat, and POP909's quantised songs that lie a sixteenth to an eighth off
/// their grid, lose them.
struct DeclaredBars {
    /// Whether the declared bars are kept.
    enum Verdict {
        case stand
        /// Bars of this many quarters; nil if the beat itself is off the file's quarters, so that its bars mean little.
        case overruled(beats: FileBeats, length: Int?)
    }

    let verdict: Verdict
    /// How strongly the declared downbeats are accented, as `BarTracker.contrast`; nil if they are off the quarters.
    let contrast: Double?

    /// Shorter pieces carry too little evidence against the written bars.
    static let minimumBars = 12
    /// Minimum lead of other downbeats, per bar and in total; a long song may be less clear.
    private static let gains = [(bars: 12, perBar: 1.75, inAll: 30.0), (bars: 40, perBar: 1.2, inAll: 70)]
    /// For a beat off the file's quarters: minimum lead of its phase, and minimum gain of its downbeats per bar.
    private static let phaseLead = 2.5, phaseGain = 0.35
    /// For another bar length: minimum strength per bar, and minimum rank relative to the declared length.
    private static let lengthStrength = 1.5, lengthRank = 1.6

    /// - Parameters:
    ///   - phase: Beat phase according to the notes.
    ///   - isSettled: Whether the user chose the meter, so that only its downbeats are in question.
    init(_ score: Score, _ onsets: Onsets, _ phase: GridPhase, isSettled: Bool) {
        let meters = score.meterMap.changes.filter { $0.tick < score.lastNoteEndTick }.map(\.meter)
        let length = meters.count == 1 ? meters[0].wholeQuarters : nil
        guard let length, length > 1, !meters[0].isCompound else {
            (verdict, contrast) = (.stand, nil)
            return
        }
        let beats = FileBeats(score, onsets, start: 0)
        let (declared, bars) = (beats.sum(length, phase: 0), max(1, beats.strengths.count / length))
        contrast = declared / Double(bars)
        guard bars >= Self.minimumBars else {
            verdict = .stand
            return
        }
        let same = beats.best(length)
        let gain = same.sum - declared
        let isGain = Self.gains.contains { bars >= $0.bars && gain >= max($0.inAll, $0.perBar * Double(bars)) }
        let shifted =
            phase.isOnQuarter || phase.lead < Self.phaseLead
            ? nil : FileBeats(score, onsets, start: phase.quarters)
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

    /// Chance grows with the square root of the bar count, so this makes different bar lengths comparable.
    private static func rank(_ bars: (sum: Double, bars: Int, phase: Int)) -> Double {
        max(0, bars.sum) / Double(bars.bars).squareRoot()
    }
}

extension MeterMap.Meter {
    /// Quarters in a bar, or nil if not a whole number.
    fileprivate var wholeQuarters: Int? { 4 * beats % unit == 0 ? 4 * beats / unit : nil }
}
