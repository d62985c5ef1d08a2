extension BeatGrid {
    /// Keeps the file's tempo map and estimates the beat's offset within the quarter and the bar lines.
    ///
    /// - Parameter isSettled: Whether the user chose the meter of the score.
    static func onFileGrid(
        _ score: Score, _ onsets: Onsets, _ phase: GridPhase, _ fit: GridFit, isSettled: Bool
    ) -> BeatGrid {
        let isCompound = CompoundBeat.isFound(score, onsets)
        let beatConfidence = phase.certainty * steadiness(of: score)
        let meter = score.meterMap.meter(at: score.lastNoteEndTick / 2)
        // A declared 1/4 means no known bars. A loop may be played loosely; a long song itself reveals its beat.
        let isShort = score.meterMap.barCount(upTo: score.lastNoteEndTick) < DeclaredBars.minimumBars
        let declares = score.meterMap.isDeclared && meter.beats > 1 && (fit.isExact || isShort)
        if fit.isEven, fit.isExact, !isCompound, meter.beats > 1 {
            return BeatGrid(
                asDeclared: score, beatConfidence: beatConfidence,
                barConfidence: score.meterMap.isDeclared ? trust : 0)
        }
        if isSettled || declares && isCompound == meter.isCompound {
            let declared = DeclaredBars(score, onsets, phase, isSettled: isSettled)
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
        let beatPhase = isCompound ? GridPhase(onsets.onsets, unit: unit) : phase
        let beats = FileBeats(score, onsets, start: beatPhase.isOnQuarter ? 0 : beatPhase.quarters, unit: unit)
        let bars = BarTracker(
            beats.strengths, lengths: isCompound ? [2] : [4, 3, 5],
            declared: declaredBeats(score, isCompound: isCompound), keepsLength: fit.isExact)
        let heard = BeatGrid(score, beats, bars, beatConfidence: beatConfidence)
        // If the notes do not reveal the bars, the file's are as good as any, and steadier.
        guard heard.barConfidence < minimumBarConfidence, !isCompound, beatPhase.isOnQuarter || !heard.hasManyBars
        else {
            return heard
        }
        return BeatGrid(asDeclared: score, beatConfidence: beatConfidence, barConfidence: heard.barConfidence)
    }

    /// Bar confidence given by a time signature whose grid the notes keep.
    private static let trust = 0.6
    /// Below this the file's bars are kept. Set 2026-11-30 without loss on POP909's annotated bars.
    static let minimumBarConfidence = 0.25

    /// Estimated bars over the file's beats.
    private init(_ score: Score, _ beats: FileBeats, _ bars: BarTracker, beatConfidence: Double) {
        let ticks = beats.ticks(of: score)
        let written = score.meterMap.bars(upTo: max(1, score.lastNoteEndTick)).map(\.startTick)
        self.init(
            beats: ticks.map { score.tempoMap.seconds(at: $0) }, downbeatIndices: bars.downbeats,
            beatsPerBar: bars.beatsPerBar, isCompound: beats.unit == 1.5, source: .file,
            beatConfidence: beatConfidence, barConfidence: Self.barConfidence(bars),
            isAsWritten: beats.start == 0 && written == bars.downbeats.map { ticks[$0] })
    }

    /// Bar length that the file declares, in beats; nil for bars of one or two beats, which carry no information.
    private static func declaredBeats(_ score: Score, isCompound: Bool) -> Int? {
        let meter = score.meterMap.meter(at: score.lastNoteEndTick / 2)
        return isCompound || !score.meterMap.isDeclared || meter.unit != 4 || meter.beats < 3 ? nil : meter.beats
    }

    /// From a dozen bars on, the notes locate the beat better than the file does.
    private var hasManyBars: Bool { downbeatIndices.count >= 12 }
}
