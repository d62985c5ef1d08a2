/// Pitch classes sounding in each beat, and how clearly the harmony changes between beats.
struct BeatHarmony {
    /// Prefix sums over the beats: weight of each pitch class, and of each as the bass.
    private var tones: [SIMD16<Float>]
    private var basses: [SIMD16<Float>]
    private let beatCount: Int

    /// - Parameter spans: Start and end of each note, in beats from the first beat.
    init(_ sounding: [Onsets.Sounding], spans: [(start: Double, end: Double)], beatCount: Int) {
        self.beatCount = beatCount
        tones = [SIMD16<Float>](repeating: .zero, count: beatCount + 1)
        basses = tones
        var lowest = [Int](repeating: 128, count: beatCount)
        for (note, span) in zip(sounding, spans) {
            // An onset up to an eighth of a beat early belongs to the beat; after four beats a string has decayed.
            let start = max(0, span.start + 0.125), end = min(Double(beatCount), min(span.end, span.start + 4))
            guard end > start else { continue }
            for beat in Int(start)...min(beatCount - 1, Int(end)) {
                let share = Float(min(end, Double(beat + 1)) - max(start, Double(beat)))
                guard share > 0.05 else { continue }
                tones[beat + 1][note.pitch % 12] += share
                if note.pitch < lowest[beat] { lowest[beat] = note.pitch }
            }
        }
        for beat in lowest.indices where lowest[beat] < 128 { basses[beat + 1][lowest[beat] % 12] = 1 }
        for beat in 0..<beatCount {
            tones[beat + 1] += tones[beat]
            basses[beat + 1] += basses[beat]
        }
    }

    /// How much better two chords explain the `width` beats before and after `beat` than one chord explains both: near
    /// 0 if the harmony stays, about 1 if it changes completely.
    func change(at beat: Int, width: Int) -> Float {
        let first = max(0, beat - width), last = min(beatCount, beat + width)
        guard first < beat, last > beat else { return 0 }
        let before = Mixture(self, first, beat), after = Mixture(self, beat, last)
        var (bestBefore, bestAfter, bestBoth) = (-Float.infinity, -Float.infinity, -Float.infinity)
        for chord in Self.templates {
            let (fitBefore, fitAfter) = (before.fit(chord), after.fit(chord))
            bestBefore = max(bestBefore, fitBefore)
            bestAfter = max(bestAfter, fitAfter)
            bestBoth = max(bestBoth, fitBefore + fitAfter)
        }
        return bestBefore + bestAfter - bestBoth
    }

    /// The most likely chord of each beat, as an index into the candidates (Viterbi path).
    /// - Parameter cost: Cost of a chord change.
    func chords(cost: Float) -> [Int] {
        let templates = Self.templates
        let count = templates.count
        var total = [Float](repeating: 0, count: count)
        var steps: [[Bool]] = []
        var bests: [Int] = []
        for beat in 0..<beatCount {
            let observed = Mixture(self, beat, beat + 1)
            var best = 0
            for index in 0..<count where total[index] > total[best] { best = index }
            var jumped = [Bool](repeating: false, count: count)
            let threshold = total[best] - cost
            for index in 0..<count {
                if total[index] < threshold {
                    jumped[index] = true
                    total[index] = threshold
                }
                total[index] += observed.fit(templates[index])
            }
            steps.append(jumped)
            bests.append(best)
        }
        var state = total.indices.max { total[$0] < total[$1] } ?? 0
        var path = [Int](repeating: 0, count: beatCount)
        for beat in path.indices.reversed() {
            path[beat] = state
            if steps[beat][state] { state = bests[beat] }
        }
        return path
    }

    /// Root pitch class of a candidate chord.
    static func root(_ candidate: Int) -> Int { templates[candidate].root }

    private struct Template {
        let root: Int
        /// Weights per pitch class: for its share of the sound, for its absence, and as the bass.
        let sharesWeight, absentWeight, rootWeight: SIMD16<Float>
        let cost: Float
    }

    private static let templates: [Template] = (0..<12).flatMap { root in
        Chord.Quality.allCases.map { quality in
            var tones = SIMD16<Float>(repeating: 0), rootTone = SIMD16<Float>(repeating: 0)
            for interval in quality.intervals { tones[(root + interval) % 12] = 1 }
            rootTone[root] = 1
            return Template(
                root: root, sharesWeight: tones + 0.2 * rootTone, absentWeight: 0.16 * tones,
                rootWeight: 0.25 * rootTone, cost: quality.intervals.count == 4 ? 0.04 : 0)
        }
    }

    /// Shares of each pitch class over a range of beats.
    private struct Mixture {
        private var shares = SIMD16<Float>(repeating: 0)
        private var absent = SIMD16<Float>(repeating: 0)
        private var basses = SIMD16<Float>(repeating: 0)
        private var isSilent = true

        init(_ harmony: BeatHarmony, _ first: Int, _ last: Int) {
            let weights = harmony.tones[last] - harmony.tones[first]
            let total = weights.sum()
            guard total > 0.05 else { return }
            isSilent = false
            shares = weights / total
            basses = (harmony.basses[last] - harmony.basses[first]) / Float(last - first)
            // A pitch class is present if it has at least a fiftieth of the sound.
            absent = absent.replacing(with: 1, where: shares .<= 0.02)
        }

        /// How well a chord fits (as in `Harmony`); 0 in silence.
        func fit(_ chord: Template) -> Float {
            guard !isSilent else { return 0 }
            let sum = shares * chord.sharesWeight - absent * chord.absentWeight + basses * chord.rootWeight
            return sum.sum() - chord.cost
        }
    }
}
