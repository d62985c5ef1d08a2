/// The best row of triads for the beats of a song: what they hold, at a price for each change.
///
/// A Viterbi search over all roots and the kinds of triad. Each beat adds, for each pitch class that sounds, how much it
/// speaks for the triad, and how well the bass note sits in it. Sevenths and other added notes are only tolerated here; what
/// they make of the chord is read later from all its beats together (`ChordReading`), so that a passing note does not
/// cut a chord in two.
enum ChordPath {
    /// A root with a kind of triad.
    struct Triad: Equatable {
        let root: Int
        let quality: Chord.Quality
    }

    /// What each semitone over the root says for a kind of triad.
    ///
    /// The numbers here are tuned, 2026-11-24, one after the other on every fourth song of POP909 for the most time in which
    /// root and third are as annotated; songs of odd rank were kept out.
    private struct Template {
        let quality: Chord.Quality
        /// By semitones over the root, for a pitch class that sounds for the whole beat.
        let tones: [Double]
        /// By semitones of the bass note over the root.
        let bass: [Double]
        /// Taken from each sounding beat: rarer kinds have to explain more.
        let price: Double

        /// - Parameter tolerated: what other tones say, by semitones; those not named are foreign.
        init(_ quality: Chord.Quality, price: Double, tolerated: [Int: Double] = [:]) {
            self.quality = quality
            self.price = price
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
        // Tolerated are ninths, sixths and sevenths.
        Template(.major, price: 0, tolerated: [2: -0.8, 9: -0.7, 10: -0.3, 11: -0.3]),
        Template(.minor, price: 0.05, tolerated: [2: -0.8, 9: -0.9, 10: -0.2, 11: -0.5]),
        Template(.diminished, price: 0.5, tolerated: [9: -0.3, 10: -0.2]),
        Template(.augmented, price: 0.75),
        Template(.suspended4, price: 0.65, tolerated: [2: -0.5, 10: -0.3]),
        Template(.suspended2, price: 0.65),
    ]

    /// For a new chord at the start of a bar, and within it.
    private static let barPrice = 0.7, innerPrice = 1.15

    /// The triad of each beat.
    static func triads(_ beats: [HarmonicBeat]) -> [Triad] {
        let count = templates.count * 12
        let foreign = foreignness(beats)
        var total = [Double](repeating: 0, count: count)
        var fit = total
        var from = [Int16](repeating: 0, count: count * beats.count)
        for (index, beat) in beats.enumerated() {
            let best = total.indices.max { total[$0] < total[$1] } ?? 0
            let changed = total[best] - (beat.startsBar ? barPrice : innerPrice)
            score(beat, &fit)
            if beat.isThin { for state in 0..<count { fit[state] -= foreignPrice * foreign[state] } }
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

    /// By state, how foreign a triad is to the key signature that suits the notes of the song best: 0 in it, half for its
    /// usual chromatic chords, 1 for all others.
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

    /// Taken from each thin beat of a chord that is foreign to the key. Tuned as `HarmonicBeat.thinTones`.
    private static let foreignPrice = 0.4

    private static func score(_ beat: HarmonicBeat, _ fit: inout [Double]) {
        guard let lowest = beat.lowest else {
            for state in fit.indices { fit[state] = 0 }
            return
        }
        let bass = lowest % 12
        for (kind, template) in templates.enumerated() {
            for root in 0..<12 {
                var sum = beat.bassWeight * template.bass[(bass - root + 12) % 12] - template.price
                for pitchClass in 0..<12 where beat.weights[pitchClass] > 0 {
                    sum += beat.weights[pitchClass] * template.tones[(pitchClass - root + 12) % 12]
                }
                fit[kind * 12 + root] = sum
            }
        }
    }
}
