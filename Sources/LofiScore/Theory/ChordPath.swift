/// The best sequence of triads for the beats of a song, with a cost for each change.
///
/// A Viterbi search over all roots and triad types. Each sounding pitch class of a beat adds evidence for or against
/// the triad, as does the bass note. Sevenths and other added notes are merely tolerated here; their effect on the
/// chord is determined later from all its beats together (`ChordReading`), so that a passing note does not split a
/// chord.
enum ChordPath {
    /// A root with a triad type.
    struct Triad: Equatable {
        let root: Int
        let quality: Chord.Quality
    }

    /// Evidence for a triad type of each semitone above the root.
    ///
    /// The values were tuned one at a time, 2026-11-24, on every fourth song of POP909, for the most time with root and
    /// third as annotated; odd-numbered songs were held out.
    private struct Template {
        let quality: Chord.Quality
        /// By semitones above the root, for a pitch class that sounds for the whole beat.
        let tones: [Double]
        /// By semitones of the bass note above the root.
        let bass: [Double]
        /// Subtracted for each sounding beat: rarer types have to explain more.
        let cost: Double

        /// - Parameter tolerated: Evidence of added tones, by semitones; all others count as non-chord tones.
        init(_ quality: Chord.Quality, cost: Double, tolerated: [Int: Double] = [:]) {
            self.quality = quality
            self.cost = cost
            let (third, fifth) = (quality.intervals[1], quality.intervals[2])
            tones = (0..<12).map { step in
                [0: 1, third: 0.8, fifth: 1][step] ?? tolerated[step] ?? -1.3
            }
            bass = (0..<12).map { step in
                [0: 1, third: 0.2, fifth: 0.2, 10: -0.3, 11: -0.3][step] ?? -0.6
            }
        }
    }

    private static let templates = [
        // Ninths, sixths and sevenths are tolerated.
        Template(.major, cost: 0, tolerated: [2: -0.8, 9: -0.7, 10: -0.3, 11: -0.3]),
        Template(.minor, cost: 0.05, tolerated: [2: -0.8, 9: -0.9, 10: -0.2, 11: -0.5]),
        Template(.diminished, cost: 0.5, tolerated: [9: -0.3, 10: -0.2]),
        Template(.augmented, cost: 0.75),
        Template(.suspended4, cost: 0.65, tolerated: [2: -0.5, 10: -0.3]),
        Template(.suspended2, cost: 0.65),
    ]

    /// Cost of a chord change at the start of a bar, and within it.
    private static let barCost = 0.7, innerCost = 1.15

    /// The triad of each beat.
    static func triads(_ beats: [HarmonicBeat]) -> [Triad] {
        let count = templates.count * 12
        let foreign = foreignness(beats)
        var total = [Double](repeating: 0, count: count)
        var fit = total
        var from = [Int16](repeating: 0, count: count * beats.count)
        for (index, beat) in beats.enumerated() {
            let best = total.indices.max { total[$0] < total[$1] } ?? 0
            let changed = total[best] - (beat.startsBar ? barCost : innerCost)
            score(beat, &fit)
            if beat.isThin { for state in 0..<count { fit[state] -= foreignCost * foreign[state] } }
            for state in 0..<count {
                let stays = total[state] >= changed
                from[index * count + state] = Int16(stays ? state : best)
                total[state] = (stays ? total[state] : changed) + fit[state]
            }
        }
        var state = total.indices.max { total[$0] < total[$1] } ?? 0
        var path = [Triad](repeating: Triad(root: 0, quality: .major), count: beats.count)
        for index in beats.indices.reversed() {
            path[index] = Triad(root: state % 12, quality: templates[state / 12].quality)
            state = Int(from[index * count + state])
        }
        return path
    }

    /// For each state, how foreign the triad is to the key signature that fits the song best: 0 = diatonic, 0.5 = a
    /// common chromatic chord, 1 = any other.
    private static func foreignness(_ beats: [HarmonicBeat]) -> [Double] {
        var sound = [Double](repeating: 0, count: 12)
        for beat in beats { for step in 0..<12 { sound[step] += beat.weights[step] } }
        let key = Key(tonic: KeyEvidence.majorTonic(of: sound), mode: .major)
        var foreignness = [Double](repeating: 1, count: templates.count * 12)
        for degree in HarmonyDegree.allCases {
            let chord = degree.chord(in: key)
            guard let kind = templates.firstIndex(where: { $0.quality == chord.quality }) else { continue }
            foreignness[kind * 12 + chord.root] = degree.isDiatonic ? 0 : 0.5
        }
        return foreignness
    }

    /// Subtracted for each thin beat of a chord foreign to the key. Tuned like `HarmonicBeat.thinTones`.
    private static let foreignCost = 0.4

    /// Fit of each state to a beat; 0 in silence.
    private static func score(_ beat: HarmonicBeat, _ fit: inout [Double]) {
        guard let lowest = beat.lowest else {
            for state in fit.indices { fit[state] = 0 }
            return
        }
        let bass = lowest % 12
        for (kind, template) in templates.enumerated() {
            for root in 0..<12 {
                var sum = beat.bassWeight * template.bass[(bass - root + 12) % 12] - template.cost
                for pitchClass in 0..<12 where beat.weights[pitchClass] > 0 {
                    sum += beat.weights[pitchClass] * template.tones[(pitchClass - root + 12) % 12]
                }
                fit[kind * 12 + root] = sum
            }
        }
    }
}
