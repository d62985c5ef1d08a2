/// Measured swing of a song's eighths and sixteenths: 50 % is straight, 66.7 % a triplet.
public struct SwingEstimate: Sendable, Equatable {
    /// Position of the second sixteenth of each pair, in per cent of the eighth; nil if there are too few to tell.
    public let sixteenth: Double?
    /// Position of the second eighth of each pair, in per cent of the quarter; nil if there are too few to tell.
    public let eighth: Double?

    /// Fewer off-beat onsets are too few to tell.
    private static let minimumOnsets = 8

    /// Measures the median off-beat position over the onsets of all parts.
    public init(_ score: Score) {
        let quarter = Double(score.ticksPerQuarter)
        let onsets = Set(score.parts.flatMap { $0.notes.map(\.startTick) }).map { Double($0) }
        let inQuarter = onsets.map { ($0 / quarter) - ($0 / quarter).rounded(.down) }
        // From a straight eighth to a hard triplet; an onset at three quarters is a sixteenth.
        eighth = Self.median(inQuarter.filter { (0.44...0.71).contains($0) })
        // Sixteenths can only be measured against straight eighths.
        let swungEighths = (eighth ?? 50) > 54
        sixteenth =
            swungEighths
            ? nil
            : Self.median(
                inQuarter.map { ($0 * 2).truncatingRemainder(dividingBy: 1) }.filter { (0.4...0.72).contains($0) })
    }

    private static func median(_ positions: [Double]) -> Double? {
        guard positions.count >= minimumOnsets else { return nil }
        return positions.sorted()[positions.count / 2] * 100
    }
}
