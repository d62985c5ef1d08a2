extension BeatGrid {
    /// Keeps the file's tempo map, and hears where in the quarter the beat falls and where the bars begin.
    ///
    /// - Parameter isSettled: a person named the meter of the score.
    static func onFileGrid(
        _ score: Score, _ strikes: Strikes, _ phase: GridPhase, _ fit: GridFit, isSettled: Bool
    ) -> BeatGrid {
        let isCompound = CompoundBeat.isFound(score, strikes)
        let beatConfidence = phase.certainty * steadiness(of: score)
        let meter = score.meterMap.meter(at: score.lastNoteEndTick / 2)
        // What writes 1/4 means that it knows no bars. A loop may be played loosely, a long song says itself where its beat is.
        let isShort = score.meterMap.barCount(upTo: score.lastNoteEndTick) < DeclaredBars.fewestBars
        let declares = score.meterMap.isDeclared && meter.beats > 1 && (fit.isExact || isShort)
        if fit.isEven, fit.isExact, !isCompound, meter.beats > 1 {
            return BeatGrid(
                asDeclared: score, beatConfidence: beatConfidence,
                barConfidence: score.meterMap.isDeclared ? trust : 0)
        }
        if isSettled || declares && isCompound == meter.isCompound {
            let declared = DeclaredBars(score, strikes, phase, isSettled: isSettled)
            switch declared.verdict {
            case .stand:
                return BeatGrid(
                    asDeclared: score, beatConfidence: beatConfidence,
                    barConfidence: trust + (1 - trust) * barConfidence(contrast: declared.contrast ?? 0))
            case .overruled(let beats, let length):
                let bars = BarTracker(
                    beats.strengths, lengths: length.map { [$0] } ?? [4, 3, 5],
                    declared: length ?? declaredBeats(score, isCompound: false), keepsLength: length != nil)
                return BeatGrid(score, beats, bars, beatConfidence: beatConfidence)
            }
        }
        let unit = isCompound ? 1.5 : 1
        let beatPhase = isCompound ? GridPhase(strikes.strikes, unit: unit) : phase
        let beats = FileBeats(score, strikes, start: beatPhase.isOnQuarter ? 0 : beatPhase.quarters, unit: unit)
        let bars = BarTracker(
            beats.strengths, lengths: isCompound ? [2] : [4, 3, 5],
            declared: declaredBeats(score, isCompound: isCompound), keepsLength: fit.isExact)
        let heard = BeatGrid(score, beats, bars, beatConfidence: beatConfidence)
        // Where the notes do not tell the bars, what the file says is as good as anything, and steadier.
        guard heard.barConfidence < leastBarConfidence, !isCompound, beatPhase.isOnQuarter || !heard.hasManyBars else {
            return heard
        }
        return BeatGrid(asDeclared: score, beatConfidence: beatConfidence, barConfidence: heard.barConfidence)
    }

    /// How much a time signature with the notes on its grid says of the bars by itself.
    private static let trust = 0.6
    /// Below it the file's bars stand. Set 2026-11-30 without loss on POP909's annotated bars.
    static let leastBarConfidence = 0.25

    /// The bars that were heard on a file's beats.
    private init(_ score: Score, _ beats: FileBeats, _ bars: BarTracker, beatConfidence: Double) {
        let ticks = beats.ticks(of: score)
        let written = score.meterMap.bars(upTo: max(1, score.lastNoteEndTick)).map(\.startTick)
        self.init(
            beats: ticks.map { score.tempoMap.seconds(at: $0) }, downbeatIndices: bars.downbeats,
            beatsPerBar: bars.beatsPerBar, isCompound: beats.unit == 1.5, source: .file,
            beatConfidence: beatConfidence, barConfidence: Self.barConfidence(bars),
            isAsWritten: beats.start == 0 && written == bars.downbeats.map { ticks[$0] })
    }

    /// The bar length that the file declares: bars of one or two beats say nothing.
    private static func declaredBeats(_ score: Score, isCompound: Bool) -> Int? {
        let meter = score.meterMap.meter(at: score.lastNoteEndTick / 2)
        return isCompound || !score.meterMap.isDeclared || meter.unit != 4 || meter.beats < 3 ? nil : meter.beats
    }

    /// Of a dozen bars on, the notes know better than the file where the beat falls.
    private var hasManyBars: Bool { downbeatIndices.count >= 12 }
}
