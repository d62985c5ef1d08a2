import LofiPlatform
import LofiScore

/// What was heard in a recording.
public struct HeardMusic: Sendable {
    /// Beat times in seconds, ascending; none if too few were found.
    public let beats: [Double]
    /// Indices into `beats` of the downbeats.
    public let downbeatIndices: [Int]
    /// Beats in a regular bar: 3 or 4.
    public let beatsPerBar: Int
    /// How clear and steady the beat is, 0…1.
    public let beatConfidence: Double
    /// How clear the bars are, 0…1.
    public let barConfidence: Double
    /// The key that prevails; nil if there is none.
    public let key: Key?
    /// How clear the key is, 0…1 (`KeyEstimate.confidence`).
    public let keyConfidence: Double
    /// Distance of the music from A = 440 Hz in cents, -50…50.
    public let tuningCents: Double
    /// From the first to the last instant that is not silent.
    public let soundingSeconds: ClosedRange<Double>
    /// Beats as quarters, bars, and in one part the pitch classes that sound: each for a share of its beat that tells how
    /// strong it is. Without beats, on a grid of half seconds.
    public let score: Score
    /// Measurements by beat, for fitting `DownbeatModel`.
    package let barFeatures: [[Float]]

    /// Whether a drummer could play along.
    public var keepsBeat: Bool { beatConfidence >= 0.5 }

    /// Tempo in beats per minute, from the median distance of beats; nil without a steady beat.
    public var beatsPerMinute: Double? {
        guard keepsBeat else { return nil }
        let distances = zip(beats, beats.dropFirst()).map { $1 - $0 }.sorted()
        return distances.isEmpty ? nil : 60 / distances[distances.count / 2]
    }

    /// Rain, crackle and noise have at most 0.14. Measured 2026-12-01.
    private static let leastKeyConfidence = 0.15

    init(
        onsets: [OnsetStrength.Bands], chroma: [PitchSpectrum.Chroma], tuningCents: Double, seconds: Double,
        soundingSeconds: ClosedRange<Double>
    ) {
        let activation = BeatActivation(onsets)
        let heard = HeardBeats(activation)
        let features = BarFeatures(heard.times, activation, chroma)
        let bars = HeardBars(features)
        (beats, beatConfidence) = (heard.times, heard.confidence)
        (downbeatIndices, beatsPerBar, barConfidence) = (bars.downbeats, bars.beatsPerBar, bars.confidence)
        barFeatures = features.rows
        let isGridKnown = heard.confidence > 0 && !bars.downbeats.isEmpty
        let grid = HeardGrid(
            beats: isGridKnown ? heard.times : [0, 0.5], downbeats: isGridKnown ? bars.downbeats : [0],
            beatsPerBar: bars.beatsPerBar, seconds: seconds)
        var score = Score(chroma, on: grid)
        let estimate = KeyEstimate(sound: PitchSpectrum.Chroma.sound(of: chroma))
            .flatMap { $0.confidence < Self.leastKeyConfidence ? nil : $0 }
        (key, keyConfidence) = (estimate?.key, estimate?.confidence ?? 0)
        score.settledKey = key
        self.score = score
        self.tuningCents = tuningCents
        self.soundingSeconds = soundingSeconds
    }
}
