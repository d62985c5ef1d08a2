/// Bar lengths and downbeats found by dynamic programming over the beats.
struct BarTracker {
    /// Beats in a regular bar.
    let beatsPerBar: Int
    /// Indices of the beats that start a bar, in order.
    let downbeats: [Int]
    /// Mean strength of the downbeats; 0 = no stronger than the average beat.
    let contrast: Double

    /// - Parameters:
    ///   - strengths: Strength of each beat, zero-mean (`BarEvidence`).
    ///   - lengths: Candidate bar lengths in beats, the most common first.
    ///   - declared: Bar length that the file declares, or nil if it carries no information.
    ///   - keepsLength: Whether bars of the declared length may only be halved, never lengthened or shortened by a
    ///     beat.
    init(_ strengths: [Double], lengths: [Int], declared: Int?, keepsLength: Bool = false) {
        var best: (rank: Double, path: Path)?
        for length in lengths {
            let path = Self.path(strengths, length: length, keepsLength: keepsLength && length == declared)
            // Chance grows with the square root of the bar count, so this makes different bar lengths comparable.
            let rank = path.score / Double(max(1, path.downbeats.count)).squareRoot() * Self.prior(length, declared)
            guard length != 5 || best == nil || Self.isOverwhelming(path, rank, over: best?.rank ?? 0) else { continue }
            if best.map({ rank > $0.rank }) ?? true { best = (rank, path) }
        }
        let path = best?.path ?? Path(length: 4, downbeats: [], score: 0)
        beatsPerBar = path.length
        downbeats = path.downbeats
        contrast = Self.contrast(strengths, downbeats)
    }

    /// Mean strength of the given beats.
    static func contrast(_ strengths: [Double], _ downbeats: [Int]) -> Double {
        downbeats.reduce(0) { $0 + strengths[$1] } / Double(max(1, downbeats.count))
    }

    /// Whether the evidence for 5-beat bars is strong enough: they are found by chance in tunes without a bass (9 of
    /// 106 chorales). The 501 lead sheets of OpenEWLD and the chorales stay below these bounds (2026-11-30).
    private static func isOverwhelming(_ path: Path, _ rank: Double, over other: Double) -> Bool {
        let bars = path.downbeats.count
        return bars >= 12 && path.score >= 1.75 * Double(bars) && rank >= 2 * other
    }

    private struct Path {
        let length: Int
        let downbeats: [Int]
        let score: Double
    }

    /// Songs are in four far more often than in three, and hardly ever in five. The declared length is often wrong
    /// (7 of 10 songs in three in POP909 declare 1/4), so it counts for little.
    private static func prior(_ length: Int, _ declared: Int?) -> Double {
        let prior: Double =
            switch length {
            case 4: 1
            case 3: 0.9
            default: 0.85
            }
        return prior * (length == declared ? 1.1 : 1)
    }

    /// Cost of an irregular bar, in units of strength; nil = not allowed.
    ///
    /// An extra half bar is common before a chorus; an extra or missing beat is rare. Tuned 2026-11-24 on the
    /// even-numbered half of POP909.
    private static func cost(_ length: Int, in regular: Int) -> Double? {
        if length == regular { return 0 }
        switch (length, regular) {
        case (2, 4), (6, 4): return 8
        case (1...7, 4), (2, 3), (4, 3), (5, 3), (1, 2), (3, 2): return 14
        default: return nil
        }
    }

    /// The best-scoring division of the beats into bars.
    /// - Parameter keepsLength: Allows whole and half bars only, as for a song that declares its meter.
    private static func path(_ strengths: [Double], length: Int, keepsLength: Bool) -> Path {
        let costs: [(beats: Int, cost: Double)] = (1...8).compactMap { bar in
            guard let cost = cost(bar, in: length), !keepsLength || bar * 2 % length == 0 else { return nil }
            return (bar, cost)
        }
        var total = [Double](repeating: -.infinity, count: strengths.count)
        var from = [Int](repeating: -1, count: strengths.count)
        for beat in strengths.indices {
            // A pickup costs nothing.
            if beat < length { total[beat] = strengths[beat] }
            for bar in costs where bar.beats <= beat {
                let score = total[beat - bar.beats] + strengths[beat] - bar.cost
                if score > total[beat] { (total[beat], from[beat]) = (score, beat - bar.beats) }
            }
        }
        let last = strengths.indices.suffix(length).max { total[$0] < total[$1] } ?? -1
        var downbeats: [Int] = []
        var beat = last
        while beat >= 0 {
            downbeats.append(beat)
            beat = from[beat]
        }
        return Path(length: length, downbeats: downbeats.reversed(), score: last >= 0 ? total[last] : 0)
    }
}
