/// How well each chord suits each segment of a melody, and the best sequence of chords.
///
/// A linear-chain conditional random field (J. Lafferty, A. McCallum and F. Pereira, ICML 2001) whose states are the
/// degrees of a key: each segment adds the weights of what it and its neighbours contain, each pair of neighbours the
/// weight of going from one degree to the next (`HarmonyTables`).
struct HarmonyLattice {
    /// By segment and degree, in hundredths of a nat.
    private let fits: [[Double]]
    /// For each segment the table of transitions that leads into it.
    private let transitions: [HarmonyTables.Transition]

    init(_ segments: [MelodySegment], key: Key) {
        let tonic = key.signatureTonic
        transitions = segments.map { segment in
            guard segment.startsBar else { return .withinBar }
            return segment.barInPhrase == 0 ? .intoPhrase : .intoBar
        }
        fits = segments.indices.map { index in
            var fit = [Double](repeating: 0, count: HarmonyDegree.allCases.count)
            Self.addNotes(of: segments, at: index, tonic: tonic, to: &fit)
            for (trait, applies) in Self.traits(of: segments, at: index, isMinor: key.mode == .minor) where applies {
                Self.add(HarmonyTables.traits[trait.rawValue], 1, to: &fit)
            }
            return fit
        }
    }

    private static func addNotes(of segments: [MelodySegment], at index: Int, tonic: Int, to fit: inout [Double]) {
        func add(_ source: HarmonyTables.Source, _ pitchClass: Int?, _ amount: Double = 1) {
            guard let pitchClass, amount > 0 else { return }
            Self.add(HarmonyTables.notes[source.rawValue * 12 + (pitchClass - tonic + 12) % 12], amount, to: &fit)
        }
        let segment = segments[index]
        let next = index + 1 < segments.count ? segments[index + 1] : nil
        let previous = index > 0 ? segments[index - 1] : nil
        for pitchClass in 0..<12 {
            add(.sound, pitchClass, segment.sound[pitchClass])
            add(.onBeats, pitchClass, segment.onBeats[pitchClass])
            add(.nextSound, pitchClass, next?.sound[pitchClass] ?? 0)
            add(.previousSound, pitchClass, previous?.sound[pitchClass] ?? 0)
        }
        add(.first, segment.first)
        add(.longest, segment.longest)
        add(.last, segment.last)
        add(.nextFirst, next?.first)
        add(.previousLast, previous?.last)
    }

    private static func traits(
        of segments: [MelodySegment], at index: Int, isMinor: Bool
    ) -> [(HarmonyTables.Trait, Bool)] {
        let segment = segments[index]
        let endsPhrase = segment.barsToPhraseEnd == 0, nearsEnd = segment.barsToPhraseEnd == 1
        let startsPhrase = segment.startsBar && segment.barInPhrase == 0
        return [
            (.always, true), (.startsBar, segment.startsBar), (.isSilent, segment.isSilent),
            (.phraseBar0, startsPhrase), (.phraseBar1, segment.startsBar && segment.barInPhrase == 1),
            (.phraseBar2, segment.startsBar && segment.barInPhrase == 2),
            (.phraseBar3, segment.startsBar && segment.barInPhrase == 3),
            (.lastBarFirstHalf, endsPhrase && !segment.endsBar), (.phraseEnd, endsPhrase && segment.endsBar),
            (.barBeforeLastFirstHalf, nearsEnd && !segment.endsBar),
            (.barBeforeLastEnd, nearsEnd && segment.endsBar), (.songEnd, index == segments.count - 1),
            (.minor, isMinor), (.minorPhraseEnd, isMinor && endsPhrase && segment.endsBar),
            (.minorPhraseStart, isMinor && startsPhrase),
        ]
    }

    private static func add(_ row: [Int16], _ amount: Double, to fit: inout [Double]) {
        for state in fit.indices { fit[state] += Double(row[state]) * amount }
    }

    /// The degree of each segment: the most likely sequence as a whole (Viterbi).
    func bestPath() -> [HarmonyDegree] {
        let count = HarmonyDegree.allCases.count
        guard var total = fits.first else { return [] }
        var from: [[Int]] = []
        for index in fits.indices.dropFirst() {
            let table = transitions[index].rawValue * count
            var next = [Double](repeating: -.infinity, count: count)
            var origin = [Int](repeating: 0, count: count)
            for previous in 0..<count {
                let row = HarmonyTables.transitions[table + previous]
                for state in 0..<count {
                    let score = total[previous] + Double(row[state])
                    if score > next[state] { (next[state], origin[state]) = (score, previous) }
                }
            }
            for state in 0..<count { next[state] += fits[index][state] }
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
