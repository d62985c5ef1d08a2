/// How a song divides its eighths or quarters: 50 % is straight, 66.7 % a triplet.
public struct SwingEstimate: Sendable, Equatable {
    /// Where the second sixteenth of each pair falls, in per cent of the eighth; nil where too few speak.
    public let sixteenth: Double?
    /// Where the second eighth of each pair falls, in per cent of the quarter.
    public let eighth: Double?

    /// Fewer off-beat onsets than these are chance.
    private static let fewest = 8

    public init(_ score: Score) {
        let quarter = Double(score.ticksPerQuarter)
        let onsets = Set(score.parts.flatMap { $0.notes.map(\.startTick) }).map { Double($0) }
        let inQuarter = onsets.map { ($0 / quarter) - ($0 / quarter).rounded(.down) }
        // Between a straight eighth and a hard triplet; what lies at three quarters is a sixteenth.
        eighth = Self.median(inQuarter.filter { (0.44...0.71).contains($0) })
        // Sixteenths only say something where the eighths are straight.
        let swungEighths = (eighth ?? 50) > 54
        sixteenth =
            swungEighths
            ? nil
            : Self.median(
                inQuarter.map { ($0 * 2).truncatingRemainder(dividingBy: 1) }.filter { (0.4...0.72).contains($0) })
    }

    private static func median(_ places: [Double]) -> Double? {
        guard places.count >= fewest else { return nil }
        return places.sorted()[places.count / 2] * 100
    }
}
