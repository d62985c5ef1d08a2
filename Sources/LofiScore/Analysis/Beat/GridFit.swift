/// How exactly the notes lie on the file's quarters: whether the file was written on its grid or played off it.
struct GridFit {
    /// Share of onsets on a sixteenth or a third of a quarter, 0…1; 0.3 by chance.
    let share: Double
    /// Share of the onsets near a quarter that are exactly on it, 0…1; 0.3 by chance. Swung and ornamented music keeps
    /// its quarters.
    let sharpness: Double

    /// In quarters. Notation programs, sequencers and models are exact to a tick or two; players are off by 0.03 or
    /// more.
    private static let tolerance = 0.025
    private static let nearQuarters = 0.08
    /// An onset this soon after another is a strum or an ornament and carries no information about the grid; in
    /// quarters.
    private static let rolled = 0.15
    private static let binary = [0, 1.0 / 4, 1.0 / 2, 3.0 / 4, 1], ternary = [1.0 / 3, 2.0 / 3]

    /// Share of onsets on a third of a quarter, excluding the quarter itself, 0…1.
    let thirds: Double

    /// Whether nearly all onsets are equally spaced, as generators write them, so that the notes do not reveal bars.
    let isEven: Bool

    /// Whether a file without a tempo was really written at the default 120 bpm. At 90 bpm, for example, its eighths
    /// would be thirds of the file's quarters.
    var isExactWithoutTempo: Bool { isExact && thirds < 0.4 && isDistanceOfQuarters }

    /// Whether the most common onset distance is a simple fraction or multiple of the quarter. At 80 bpm, for example,
    /// eighths would be three sixteenths of the file's quarters.
    private let isDistanceOfQuarters: Bool

    /// Set 2026-11-30: chorales, folk tunes and lead sheets from notation programs lie above, as do 141 quantised songs
    /// of POP909; played ones lie below.
    var isExact: Bool { share > 0.9 || (sharpness > 0.9 && share > 0.6) }

    init(_ onsets: [Onsets.Onset]) {
        var (total, even, third, near, sharp) = (0, 0, 0, 0, 0)
        var previous = -Double.infinity
        // Keyed by 96ths of a quarter.
        var distances: [Int: Int] = [:]
        for onset in onsets {
            if previous.isFinite { distances[Int(((onset.firstQuarters - previous) * 96).rounded()), default: 0] += 1 }
            let begins = onset.firstQuarters - previous > Self.rolled
            previous = onset.firstQuarters
            guard begins else { continue }
            let part = onset.firstQuarters - onset.firstQuarters.rounded(.down)
            let distance = min(part, 1 - part)
            total += 1
            if Self.binary.contains(where: { abs(part - $0) <= Self.tolerance }) { even += 1 }
            if Self.ternary.contains(where: { abs(part - $0) <= Self.tolerance }) { third += 1 }
            if distance <= Self.nearQuarters { near += 1 }
            if distance <= Self.tolerance { sharp += 1 }
        }
        share = Double(even + third) / Double(max(1, total))
        thirds = Double(third) / Double(max(1, total))
        let commonest = distances.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 96
        isDistanceOfQuarters = [12, 16, 24, 32, 48, 96, 192, 288, 384].contains { abs($0 - commonest) <= 2 }
        isEven = onsets.count >= 12 && (distances.values.max() ?? 0) * 100 >= (onsets.count - 1) * 98
        sharpness = Double(sharp) / Double(max(1, near))
    }
}
