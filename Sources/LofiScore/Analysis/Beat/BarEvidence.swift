/// Strength of the evidence for a bar line at each beat.
struct BarEvidence {
    /// One value per beat, zero-mean: the combined weight of harmonic changes, the bass and long notes.
    let strengths: [Double]

    /// The cues, each normalised by its mean and spread over the song before weighting.
    private enum Cue: Int, CaseIterable {
        case low, bassGap, bassChange, melodyLength, widerHarmony
        case chordChange, chordLength, rootChange, chordLasts, tonesChange, widerTonesChange

        /// Weights set by hand and tested 2026-11-24 on the even-numbered half of POP909; trained weights did no
        /// better. Sustained chord changes count most: there the annotations and the ear agree.
        var weight: Double {
            switch self {
            case .low, .bassGap: self == .low ? 0.3 : 0.2
            case .bassChange, .widerHarmony, .rootChange, .tonesChange, .widerTonesChange: 0.3
            case .melodyLength: 0.1
            case .chordChange, .chordLength, .chordLasts: 0.5
            }
        }
    }

    /// - Parameter positions: Position of each onset, in beats from the first beat.
    init(_ onsets: [Onsets.Onset], positions: [Double], harmony: BeatHarmony, beatCount: Int) {
        var cues = [[Float]](
            repeating: [Float](repeating: 0, count: beatCount), count: Cue.allCases.count)
        func raise(_ cue: Cue, _ beat: Int, _ value: Float) {
            cues[cue.rawValue][beat] = max(cues[cue.rawValue][beat], value)
        }
        for (onset, position) in zip(onsets, positions) {
            let beat = Int(position.rounded())
            // A sixth of a beat: nearer to the beat than a triplet is, yet loose enough for human timing.
            if abs(position - Double(beat)) < 1.0 / 6, (0..<beatCount).contains(beat) {
                raise(.low, beat, onset.accents[Accent.low])
                raise(.bassGap, beat, onset.accents[Accent.bassGap])
                raise(.bassChange, beat, onset.accents[Accent.bassChange])
                raise(.melodyLength, beat, onset.accents[Accent.melodyLength])
                raise(.widerHarmony, beat, onset.accents[Accent.widerHarmony])
            }
        }
        let chords = harmony.chords(cost: 0.25)
        var run = 0
        for beat in (0..<beatCount).reversed() {
            run += 1
            raise(.tonesChange, beat, harmony.change(at: beat, width: 2))
            raise(.widerTonesChange, beat, harmony.change(at: beat, width: 4))
            guard beat > 0, chords[beat] != chords[beat - 1] else { continue }
            raise(.chordChange, beat, 1)
            raise(.chordLength, beat, Float(min(8, run)) / 4)
            raise(.rootChange, beat, BeatHarmony.root(chords[beat]) != BeatHarmony.root(chords[beat - 1]) ? 1 : 0)
            raise(.chordLasts, beat, run >= 4 ? 1 : 0)
            run = 0
        }
        var strengths = [Double](repeating: 0, count: beatCount)
        for cue in Cue.allCases {
            let values = cues[cue.rawValue].map(Double.init)
            let mean = values.reduce(0, +) / Double(max(1, beatCount))
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, beatCount))
            // A cue that hardly varies carries no information: 0.05 keeps its noise small.
            let scale = cue.weight / (variance.squareRoot() + 0.05)
            for beat in strengths.indices { strengths[beat] += (values[beat] - mean) * scale }
        }
        self.strengths = strengths
    }
}
