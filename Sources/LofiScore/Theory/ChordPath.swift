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
    private struct Template {
        let quality: Chord.Quality
        let tones: [Double]
        /// By semitones of the bass note over the root.
        let bass: [Double]
        /// Taken from each sounding beat: rarer kinds have to explain more.
        let price: Double
    }

    private static let templates: [Template] = {
        let r = tune("R", 1), t = tune("T", 1), f = tune("F", 0.8), out = -tune("OUT", 1)
        func tones(_ values: [Int: Double]) -> [Double] { (0..<12).map { values[$0] ?? out } }
        func bass(_ third: Int, _ fifth: Int) -> [Double] {
            (0..<12).map {
                $0 == 0 ? tune("BR", 1) : $0 == third ? tune("BT", 0.2) : $0 == fifth ? tune("BF", 0.2)
                    : $0 == 10 || $0 == 11 ? -tune("B7", 0.3) : -tune("BO", 0.6)
            }
        }
        let b7 = -tune("MIN7", 0.2), m7 = -tune("MAJ7", 0.3), dom = -tune("DOM7", 0.4)
        let nine = -tune("NINE", 0.6), six = -tune("SIX", 0.7)
        return [
            Template(
                quality: .major, tones: tones([0: r, 4: t, 7: f, 10: dom, 11: m7, 2: nine, 9: six]), bass: bass(4, 7),
                price: 0),
            Template(
                quality: .minor, tones: tones([0: r, 3: t, 7: f, 10: b7, 2: nine, 9: -tune("MSIX", 0.9)]),
                bass: bass(3, 7), price: tune("PMIN", 0)),
            Template(
                quality: .diminished, tones: tones([0: r, 3: t, 6: f, 9: -0.3, 10: -0.2]), bass: bass(3, 6),
                price: tune("PDIM", 0.35)),
            Template(
                quality: .augmented, tones: tones([0: r, 4: t, 8: f]), bass: bass(4, 8), price: tune("PAUG", 0.5)),
            Template(
                quality: .suspended4, tones: tones([0: r, 5: t, 7: f, 10: dom, 2: -0.5]), bass: bass(5, 7),
                price: tune("PSUS4", 0.35)),
            Template(
                quality: .suspended2, tones: tones([0: r, 2: t, 7: f]), bass: bass(2, 7), price: tune("PSUS2", 0.35)),
        ]
    }()

    /// The triad of each beat.
    static func triads(_ beats: [HarmonicBeat]) -> [Triad] {
        let count = templates.count * 12
        var total = [Double](repeating: 0, count: count)
        var fit = total
        var from = [Int16](repeating: 0, count: count * beats.count)
        for (index, beat) in beats.enumerated() {
            let best = total.indices.max { total[$0] < total[$1] } ?? 0
            let changed = total[best] - price(beat.place)
            score(beat, &fit)
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

    private static func price(_ place: HarmonicBeat.Place) -> Double {
        switch place {
        case .bar: tune("CBAR", 1.2)
        case .halfBar: tune("CHALF", 1.2)
        case .other: tune("COTHER", 1.8)
        }
    }

    private static func score(_ beat: HarmonicBeat, _ fit: inout [Double]) {
        guard let lowest = beat.lowest else {
            for state in fit.indices { fit[state] = 0 }
            return
        }
        let bass = lowest % 12
        let bassShare = beat.bassWeight * tune("BASS", 1)
        for (kind, template) in templates.enumerated() {
            for root in 0..<12 {
                var sum = bassShare * template.bass[(bass - root + 12) % 12] - template.price
                for pitchClass in 0..<12 where beat.weights[pitchClass] > 0 {
                    sum += beat.weights[pitchClass] * template.tones[(pitchClass - root + 12) % 12]
                }
                fit[kind * 12 + root] = sum
            }
        }
    }
}
