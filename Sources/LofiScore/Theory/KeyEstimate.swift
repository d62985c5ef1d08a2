/// The key of a song, found from how long each pitch class sounds.
///
/// Correlation with the profiles of J. Albrecht and D. Shanahan, "The use of large corpora to train a new type of
/// key-finding algorithm" (Music Perception 2013), over all keys. Drums do not count.
public struct KeyEstimate: Sendable, Equatable {
    public let key: Key
    /// 0…1: how far the best key lies before the second.
    public let confidence: Double

    private static let major = [0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081]
    private static let minor = [0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052]

    /// nil where there is no pitched note.
    public init?(_ score: Score) {
        var weights = [Double](repeating: 0, count: 12)
        let longest = score.ticksPerQuarter * 4
        for part in score.parts where !part.isDrums {
            for note in part.notes {
                // A note held through many bars says no more than one of a bar.
                weights[note.pitch % 12] += Double(max(1, min(note.durationTicks, longest)))
            }
        }
        guard weights.contains(where: { $0 > 0 }) else { return nil }
        var ranking: [(key: Key, correlation: Double)] = []
        for tonic in 0..<12 {
            let turned = (0..<12).map { weights[($0 + tonic) % 12] }
            ranking.append((Key(tonic: tonic, mode: .major), Self.correlation(turned, Self.major)))
            ranking.append((Key(tonic: tonic, mode: .minor), Self.correlation(turned, Self.minor)))
        }
        // A stable order for equals: the earlier stays first.
        let order = ranking.indices.sorted { (-ranking[$0].correlation, $0) < (-ranking[$1].correlation, $1) }
        key = ranking[order[0]].key
        confidence = max(0, min(1, (ranking[order[0]].correlation - ranking[order[1]].correlation) * 5))
    }

    private static func correlation(_ a: [Double], _ b: [Double]) -> Double {
        let (meanA, meanB) = (a.reduce(0, +) / 12, b.reduce(0, +) / 12)
        var (ab, aa, bb) = (0.0, 0.0, 0.0)
        for index in 0..<12 {
            let (x, y) = (a[index] - meanA, b[index] - meanB)
            (ab, aa, bb) = (ab + x * y, aa + x * x, bb + y * y)
        }
        return aa > 0 && bb > 0 ? ab / (aa * bb).squareRoot() : 0
    }
}
