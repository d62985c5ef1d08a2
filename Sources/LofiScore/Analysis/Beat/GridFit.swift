/// How exactly the notes lie on the quarters that a file writes: whether it was written on its grid or played beside it.
struct GridFit {
    /// 0…1: the share of onsets on a sixteenth or on a third of a quarter, 0.3 by chance.
    let share: Double
    /// 0…1: of the onsets near a quarter, the share on it, 0.3 by chance. Swung and ornamented music keeps its quarters.
    let sharpness: Double

    /// In quarters: what notation programs, sequencers and models write is exact to a tick or two, players are off by 0.03 and more.
    private static let tolerance = 0.025
    private static let nearQuarters = 0.08
    /// An onset this soon after another is a strum or an ornament and says nothing about the grid; in quarters.
    private static let rolled = 0.15
    private static let binary = [0, 1.0 / 4, 1.0 / 2, 3.0 / 4, 1], ternary = [1.0 / 3, 2.0 / 3]

    /// 0…1: the share of onsets on a third of a quarter, where the quarter is not.
    let thirds: Double

    /// Whether nearly all onsets are one distance apart, as generators write them: then the notes say nothing of bars.
    let isEven: Bool

    /// Whether even a file without a tempo of its own was written at the 120 bpm that it means: eighths of 90 bpm are thirds of its
    /// quarters.
    var isExactWithoutTempo: Bool { isExact && thirds < 0.4 && isDistanceOfQuarters }

    /// Whether the commonest distance of two onsets is a part or a multiple of the quarter: eighths of 80 bpm are three sixteenths
    /// of its quarters.
    private let isDistanceOfQuarters: Bool

    /// Set 2026-11-30: chorales, folk tunes and lead sheets out of notation programs lie above, and so do 141 of POP909's songs,
    /// which were quantised; played ones lie below.
    var isExact: Bool { share > 0.9 || (sharpness > 0.9 && share > 0.6) }

    init(_ strikes: [Strikes.Strike]) {
        var (onsets, even, third, near, sharp) = (0, 0, 0, 0, 0)
        var previous = -Double.infinity
        // In 96ths of a quarter.
        var distances: [Int: Int] = [:]
        for strike in strikes {
            if previous.isFinite { distances[Int(((strike.firstQuarters - previous) * 96).rounded()), default: 0] += 1 }
            let begins = strike.firstQuarters - previous > Self.rolled
            previous = strike.firstQuarters
            guard begins else { continue }
            let part = strike.firstQuarters - strike.firstQuarters.rounded(.down)
            let distance = min(part, 1 - part)
            onsets += 1
            if Self.binary.contains(where: { abs(part - $0) <= Self.tolerance }) { even += 1 }
            if Self.ternary.contains(where: { abs(part - $0) <= Self.tolerance }) { third += 1 }
            if distance <= Self.nearQuarters { near += 1 }
            if distance <= Self.tolerance { sharp += 1 }
        }
        share = Double(even + third) / Double(max(1, onsets))
        thirds = Double(third) / Double(max(1, onsets))
        let commonest = distances.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 96
        isDistanceOfQuarters = [12, 16, 24, 32, 48, 96, 192, 288, 384].contains { abs($0 - commonest) <= 2 }
        isEven = strikes.count >= 12 && (distances.values.max() ?? 0) * 100 >= (strikes.count - 1) * 98
        sharpness = Double(sharp) / Double(max(1, near))
    }
}
