/// The pulse of a song as it is heard: where its beats are, and which of them begin a bar.
///
/// Where the notes lie on the file's own grid, its tempo is kept exactly and only the place of the beat in the quarter and
/// the bars are heard; otherwise the beat is followed through the notes.
public struct BeatGrid: Sendable, Equatable, CustomStringConvertible {
    public enum Source: String, Sendable {
        /// The period is that of the file's own tempo map.
        case file
        /// The beats are tracked through the notes.
        case notes
    }

    /// In seconds of the song, in order.
    public let beats: [Double]
    /// Indices into `beats` of those that begin a bar, in order. Bars may differ in length.
    public let downbeatIndices: [Int]
    /// Beats in most of the bars.
    public let beatsPerBar: Int
    /// Whether a beat is a dotted quarter of three eighths, as in 6/8.
    public let isCompound: Bool
    public let source: Source
    /// How clearly and steadily the notes keep the beat, 0…1.
    public let beatConfidence: Double
    /// How clearly the bars are told, 0…1: from 0.6 on where the file declares them and its notes lie on their grid.
    public let barConfidence: Double
    /// False where the notes do not say: then the beats are those of the file as it is written.
    public let isKnown: Bool
    /// Why it is not known, for people; empty where it is.
    public let reason: String
    /// Whether it is unknown because there is too little to hear a beat in, not because the notes keep none.
    public let hasTooLittle: Bool
    /// Whether beats and bars are those that the file writes.
    public let isAsWritten: Bool

    /// Whether a drummer could play to it: not to notes without a pulse, nor to a rubato from beat to beat.
    public var keepsBeat: Bool {
        let least = source == .file ? Self.leastFileConfidence : Self.leastTrackedConfidence
        return hasTooLittle || isKnown && beatConfidence >= least
    }

    /// For a file's own tempo map, whose turns are exact: of some 350 files the pop songs lie above 0.62, classical pieces with a
    /// tempo for each beat at 0.32 to 0.55. For beats that were tracked, which waver by themselves. Set 2026-11-30.
    private static let leastFileConfidence = 0.5, leastTrackedConfidence = 0.4

    /// In seconds of the song.
    public var downbeats: [Double] { downbeatIndices.map { beats[$0] } }

    /// Beats per minute: of the median distance of two beats; nil for less than two.
    public var beatsPerMinute: Double? {
        let distances = zip(beats, beats.dropFirst()).map { $1 - $0 }.sorted()
        return distances.isEmpty ? nil : 60 / distances[distances.count / 2]
    }

    /// For people: `74.9 bpm from the notes (confidence 0.93), bars of 4 (confidence 0.8)`.
    public var description: String {
        func rounded(_ value: Double, _ places: Double) -> Double { (value * places).rounded() / places }
        guard isKnown else { return "unknown: \(reason); the file's own grid is used" }
        let origin = source == .file ? "of the file" : "from the notes"
        let bars = "bars of \(beatsPerBar)" + (isCompound ? " dotted beats" : "") + (isAsWritten ? " as written" : "")
        return "\(rounded(beatsPerMinute ?? 0, 10)) bpm \(origin) (confidence \(rounded(beatConfidence, 100))), "
            + "\(bars) (confidence \(rounded(barConfidence, 100)))"
    }

    /// Fewer strikes than these say nothing about a beat.
    static let fewestStrikes = 8

    /// - Parameter meter: named by a person; nil lets the file and its notes tell.
    public init(_ score: Score, meter: MeterMap.Meter? = nil) {
        let score = meter.map { score.inMeter($0) } ?? score
        let strikes = Strikes(score)
        guard !strikes.sounding.isEmpty else {
            self = Self(asWritten: score, reason: "there is nothing but drums", hasTooLittle: true)
            return
        }
        guard strikes.strikes.count >= Self.fewestStrikes else {
            self = Self(asWritten: score, reason: "there are too few notes", hasTooLittle: true)
            return
        }
        let phase = GridPhase(strikes.strikes)
        let fit = GridFit(strikes.strikes)
        let isNamed =
            !score.tempoMap.isDefault || fit.isExactWithoutTempo || fit.isExact && score.meterMap.isDeclared
        let fits = phase.fits(isDefault: !isNamed)
        // Where the file names a tempo and the notes lie on it, there is nothing to follow.
        let tracked =
            fits && isNamed
            ? nil
            : Self.throughNotes(
                strikes, isDotted: meter?.isCompound, meter: meter.map { $0.isCompound ? $0.beats / 3 : $0.beats })
        if fits, tracked.map({ !$0.isElsewhere }) ?? true {
            self = Self.onFileGrid(score, strikes, phase, fit, isSettled: meter != nil)
        } else {
            self = tracked ?? Self(asWritten: score, reason: "the notes keep no beat", hasTooLittle: false)
        }
    }

    init(
        beats: [Double], downbeatIndices: [Int], beatsPerBar: Int, isCompound: Bool, source: Source,
        beatConfidence: Double, barConfidence: Double, isAsWritten: Bool = false
    ) {
        self.beats = beats
        self.downbeatIndices = downbeatIndices
        self.beatsPerBar = beatsPerBar
        self.isCompound = isCompound
        self.source = source
        self.beatConfidence = beatConfidence
        self.barConfidence = barConfidence
        self.isAsWritten = isAsWritten
        isKnown = true
        reason = ""
        hasTooLittle = false
    }

    /// The beats and bars of the file, which its notes keep.
    init(asDeclared score: Score, beatConfidence: Double, barConfidence: Double) {
        let written = WrittenBeats(score)
        self.init(
            beats: written.beats, downbeatIndices: written.downbeatIndices, beatsPerBar: written.beatsPerBar,
            isCompound: written.isCompound, source: .file, beatConfidence: beatConfidence,
            barConfidence: barConfidence, isAsWritten: true)
    }

    /// The grid of the file, where nothing better is known.
    private init(asWritten score: Score, reason: String, hasTooLittle: Bool) {
        let written = WrittenBeats(score)
        (beats, downbeatIndices) = (written.beats, written.downbeatIndices)
        (beatsPerBar, isCompound) = (written.beatsPerBar, written.isCompound)
        (source, beatConfidence, barConfidence) = (.file, 0, 0)
        isKnown = false
        isAsWritten = true
        self.reason = reason
        self.hasTooLittle = hasTooLittle
    }
}

/// The beats and bars that a file writes.
private struct WrittenBeats {
    /// In seconds.
    var beats: [Double] = []
    var downbeatIndices: [Int] = []
    /// Of the meter that holds for most of the song.
    let beatsPerBar: Int
    let isCompound: Bool

    init(_ score: Score) {
        var ticks: [MeterMap.Meter: Int] = [:]
        for bar in score.meterMap.bars(upTo: max(1, score.lastNoteEndTick)) {
            downbeatIndices.append(beats.count)
            let beat = bar.meter.beatTicks(ticksPerQuarter: score.ticksPerQuarter)
            beats += stride(from: bar.startTick, to: bar.endTick, by: beat).map { score.tempoMap.seconds(at: $0) }
            ticks[bar.meter, default: 0] += bar.lengthTicks
        }
        let meter =
            ticks.max { ($0.value, $1.key.beats, $1.key.unit) < ($1.value, $0.key.beats, $0.key.unit) }?.key
            ?? .commonTime
        beatsPerBar = meter.isCompound ? meter.beats / 3 : meter.beats
        isCompound = meter.isCompound
    }
}
