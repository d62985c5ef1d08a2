/// The chord sequences that a melody allows, and the best of them.
struct HarmonyLattice {
    /// By segment and degree.
    private let fits: [[Double]]
    private let startsBar: [Bool]
    private let key: Key

    init(_ segments: [MelodySegment], key: Key) {
        self.key = key
        startsBar = segments.map(\.startsBar)
        fits = segments.enumerated().map { index, segment in
            HarmonyDegree.allCases.map { degree in
                let tones = Set(degree.chord(in: key).pitchClasses)
                var fit = degree.rawValue > 5 ? -1.5 : 0
                for pitchClass in 0..<12 {
                    fit += segment.weights[pitchClass] * (tones.contains(pitchClass) ? 0.6 : -0.4)
                }
                if let first = segment.first { fit += tones.contains(first) ? 0.6 : -0.4 }
                if index == segments.count - 1 {
                    fit += degree == (key.mode == .major ? .one : .six) ? 2 : 0
                }
                return fit
            }
        }
    }

    /// The degree of each segment.
    func bestPath() -> [HarmonyDegree] {
        let count = HarmonyDegree.allCases.count
        guard var total = fits.first else { return [] }
        var from: [[Int]] = []
        for index in fits.indices.dropFirst() {
            var next = [Double](repeating: -.infinity, count: count)
            var origin = [Int](repeating: 0, count: count)
            for state in 0..<count {
                for previous in 0..<count {
                    let score = total[previous] + (state == previous ? 0 : startsBar[index] ? -0.5 : -1.2)
                    if score > next[state] { (next[state], origin[state]) = (score, previous) }
                }
                next[state] += fits[index][state]
            }
            from.append(origin)
            total = next
        }
        var state = total.best
        var path = [state]
        for origin in from.reversed() {
            state = origin[state]
            path.append(state)
        }
        return path.reversed().map { HarmonyDegree.allCases[$0] }
    }
}
