/// The beats and downbeats of a song, as a listener would tap them.
///
/// Where the notes lie on the file's own grid, its tempo is kept exactly and only the beat's offset within the quarter
/// and the bars are estimated. Otherwise the beats are tracked through the notes.
public struct BeatGrid: Sendable, Equatable, CustomStringConvertible {
    /// Where the beat period comes from.
    public enum Source: String, Sendable {
        /// The file's own tempo map.
        case file
        /// Beat tracking through the notes.
        case notes
    }

    /// Beat times in seconds, ascending.
    public let beats: [Double]
    /// Indices into `beats` of the downbeats, in order. Bars may differ in length.
    public let downbeatIndices: [Int]
    /// Number of beats in a regular bar.
    public let beatsPerBar: Int
    /// Whether a beat is a dotted quarter, as in 6/8.
    public let isCompound: Bool
    /// Where the beat period comes from.
    public let source: Source
    /// How clear and steady the beat is, 0…1.
    public let beatConfidence: Double
    /// How clear the bars are, 0…1: at least 0.6 if the file declares them and its notes lie on their grid.
    public let barConfidence: Double
    /// Whether a beat was found; otherwise `beats` are those written in the file.
    public let isKnown: Bool
    /// Human-readable reason why no beat was found; empty if one was.
    public let reason: String
    /// Whether no beat was found because there are too few notes, rather than because they have none.
    public let hasTooLittle: Bool
    /// Whether beats and bars are those written in the file.
    public let isAsWritten: Bool

    /// Whether a drummer could play along: false without a steady pulse, or with rubato from beat to beat.
    public var keepsBeat: Bool {
        let minimum = source == .file ? Self.minimumFileConfidence : Self.minimumTrackedConfidence
        return hasTooLittle || isKnown && beatConfidence >= minimum
    }

    /// Of some 350 files with exact tempo changes, pop songs lie above 0.62 and classical pieces with a tempo for each
    /// beat at 0.32 to 0.55. The bound for tracked beats is lower because tracking itself adds jitter. Set 2026-11-30.
    private static let minimumFileConfidence = 0.5, minimumTrackedConfidence = 0.4

    /// Downbeat times in seconds, ascending.
    public var downbeats: [Double] { downbeatIndices.map { beats[$0] } }

    /// Tempo in beats per minute, from the median beat interval; nil if there are fewer than two beats.
    public var beatsPerMinute: Double? {
        let distances = zip(beats, beats.dropFirst()).map { $1 - $0 }.sorted()
        return distances.isEmpty ? nil : 60 / distances[distances.count / 2]
    }

    /// A summary such as `74.9 bpm from the notes (confidence 0.93), bars of 4 (confidence 0.8)`.
    public var description: String {
        func rounded(_ value: Double, _ places: Double) -> Double { (value * places).rounded() / places }
        guard isKnown else { return "unknown: \(reason); the file's own grid is used" }
        let origin = source == .file ? "of the file" : "from the notes"
        let bars = "bars of \(beatsPerBar)" + (isCompound ? " dotted beats" : "") + (isAsWritten ? " as written" : "")
        return "\(rounded(beatsPerMinute ?? 0, 10)) bpm \(origin) (confidence \(rounded(beatConfidence, 100))), "
            + "\(bars) (confidence \(rounded(barConfidence, 100)))"
    }

    /// Fewer onsets than this are not enough to find a beat.
    static let minimumOnsets = 8

    /// - Parameter meter: Meter chosen by the user; nil = estimate it from the file and its notes.
    public init(_ score: Score, meter: MeterMap.Meter? = nil) {
        let score = meter.map { score.inMeter($0) } ?? score
        let onsets = Onsets(score)
        guard !onsets.sounding.isEmpty else {
            self = Self(asWritten: score, reason: "there is nothing but drums", hasTooLittle: true)
            return
        }
        guard onsets.onsets.count >= Self.minimumOnsets else {
            self = Self(asWritten: score, reason: "there are too few notes", hasTooLittle: true)
            return
        }
        let phase = GridPhase(onsets.onsets)
        let fit = GridFit(onsets.onsets)
        let isNamed =
            !score.tempoMap.isDefault || fit.isExactWithoutTempo || fit.isExact && score.meterMap.isDeclared
        let fits = phase.fits(isDefault: !isNamed)
        // Nothing needs tracking if the file sets a tempo and the notes lie on its grid.
        let tracked =
            fits && isNamed
            ? nil
            : Self.throughNotes(
                onsets, isDotted: meter?.isCompound, meter: meter.map { $0.isCompound ? $0.beats / 3 : $0.beats })
        if fits, tracked.map({ !$0.isElsewhere }) ?? true {
            self = Self.onFileGrid(score, onsets, phase, fit, isSettled: meter != nil)
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

    /// The file's own beats and bars, confirmed by its notes.
    init(asDeclared score: Score, beatConfidence: Double, barConfidence: Double) {
        let written = WrittenBeats(score)
        self.init(
            beats: written.beats, downbeatIndices: written.downbeatIndices, beatsPerBar: written.beatsPerBar,
            isCompound: written.isCompound, source: .file, beatConfidence: beatConfidence,
            barConfidence: barConfidence, isAsWritten: true)
    }

    /// The file's own grid, used when no beat was found.
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

/// The beats and bars written in a file.
private struct WrittenBeats {
    /// Beat times in seconds.
    var beats: [Double] = []
    var downbeatIndices: [Int] = []
    /// Beats per bar of the meter that lasts longest.
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
