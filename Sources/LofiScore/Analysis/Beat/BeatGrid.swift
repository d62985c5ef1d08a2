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
    /// Beats in most of the bars: 2, 3, 4 or 5.
    public let beatsPerBar: Int
    /// Whether a beat is a dotted quarter of three eighths, as in 6/8.
    public let isCompound: Bool
    public let source: Source
    /// 0…1.
    public let confidence: Double
    /// False where the notes do not say: then the beats are those of the file as it is written.
    public let isKnown: Bool
    /// Why it is not known, for people; empty where it is.
    public let reason: String
    /// Whether it is unknown because there is too little to hear a beat in, not because the notes keep none.
    public let hasTooLittle: Bool
    /// Whether beats and bars are those that the file writes.
    let isAsWritten: Bool

    /// In seconds of the song.
    public var downbeats: [Double] { downbeatIndices.map { beats[$0] } }

    /// Beats per minute: of the median distance of two beats; nil for less than two.
    public var beatsPerMinute: Double? {
        let distances = zip(beats, beats.dropFirst()).map { $1 - $0 }.sorted()
        return distances.isEmpty ? nil : 60 / distances[distances.count / 2]
    }

    /// For people: `74.9 bpm from the notes, bars of 4 (confidence 0.93)`.
    public var description: String {
        guard isKnown else { return "unknown: \(reason); the file's own grid is used" }
        func rounded(_ value: Double, _ places: Double) -> Double { (value * places).rounded() / places }
        let origin = source == .file ? "of the file" : "from the notes"
        let bars = "bars of \(beatsPerBar)" + (isCompound ? " dotted beats" : "")
        return "\(rounded(beatsPerMinute ?? 0, 10)) bpm \(origin), \(bars) (confidence \(rounded(confidence, 100)))"
    }

    /// Fewer strikes than these say nothing about a beat.
    static let fewestStrikes = 8

    public init(_ score: Score) {
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
        let isDefault =
            score.tempoMap.changes.count == 1
            && score.tempoMap.changes[0].picosecondsPerQuarter == TempoMap.defaultPicosecondsPerQuarter
        let fits = phase.fits(isDefault: isDefault)
        // Where the file names a tempo and the notes lie on it, there is nothing to follow.
        let tracked = fits && !isDefault ? nil : Self.throughNotes(strikes)
        if fits, tracked.map({ !$0.isElsewhere }) ?? true {
            self = Self.onFileGrid(score, strikes, phase)
        } else {
            self = tracked ?? Self(asWritten: score, reason: "the notes keep no beat", hasTooLittle: false)
        }
    }

    init(
        beats: [Double], downbeatIndices: [Int], beatsPerBar: Int, isCompound: Bool, source: Source,
        confidence: Double, isAsWritten: Bool = false
    ) {
        self.beats = beats
        self.downbeatIndices = downbeatIndices
        self.beatsPerBar = beatsPerBar
        self.isCompound = isCompound
        self.source = source
        self.confidence = confidence
        self.isAsWritten = isAsWritten
        isKnown = true
        reason = ""
        hasTooLittle = false
    }

    /// The grid of the file, where nothing better is known.
    private init(asWritten score: Score, reason: String, hasTooLittle: Bool) {
        let bars = score.meterMap.bars(upTo: max(1, score.lastNoteEndTick))
        let meter = score.meterMap.meter(at: 0)
        let isCompound = meter.isCompound
        let beatTicks = max(1, score.meterMap.barLengthTicks(of: meter) / meter.beats * (isCompound ? 3 : 1))
        var beats: [Double] = []
        var downbeatIndices: [Int] = []
        for bar in bars {
            downbeatIndices.append(beats.count)
            beats += stride(from: bar.startTick, to: bar.endTick, by: beatTicks).map { score.tempoMap.seconds(at: $0) }
        }
        self.beats = beats
        self.downbeatIndices = downbeatIndices
        beatsPerBar = isCompound ? meter.beats / 3 : meter.beats
        self.isCompound = isCompound
        source = .file
        confidence = 0
        isKnown = false
        isAsWritten = true
        self.reason = reason
        self.hasTooLittle = hasTooLittle
    }
}
