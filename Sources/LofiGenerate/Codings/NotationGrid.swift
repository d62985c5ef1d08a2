/// The grid of quarters and thirds of a beat to which music21 quantises (`Stream.quantize`), in twelfths of a quarter.
enum NotationGrid {
    /// Divisions of a beat, finest first, with their size in twelfths.
    private static let divisions = [(unit: 1.0 / 4, twelfths: 3), (unit: 1.0 / 3, twelfths: 4)]

    /// Quantises an onset.
    /// - Parameter quarters: Onset in quarters.
    /// - Returns: twelfths of a quarter.
    static func nearest(_ quarters: Double) -> Int {
        divisions.map { rounded(quarters, $0) }.min { $0.error < $1.error }?.twelfths ?? 0
    }

    /// Quantises a duration.
    /// - Parameters:
    ///   - quarters: Duration in quarters; the result is at least one unit.
    ///   - gap: Distance to the next onset, in twelfths. A grid that divides it, or on which nothing of it remains, is
    ///     preferred. Divisibility is tested in floating point, where three thirds are not quite one, as in music21.
    /// - Returns: twelfths of a quarter.
    static func length(_ quarters: Double, gap: Int?) -> Int {
        let gapQuarters = Double(gap ?? 0) / 12
        let candidates = divisions.map { division in
            var found = rounded(quarters, division)
            if found.twelfths == 0 { found = (division.twelfths, abs(quarters - division.unit)) }
            let isWhole = gapQuarters.truncatingRemainder(dividingBy: division.unit) == 0
            let left = isWhole ? 0 : max(gapQuarters - Double(found.twelfths) / 12, 0)
            return (left: left, error: found.error, twelfths: found.twelfths)
        }
        return candidates.min { ($0.left, $0.error) < ($1.left, $1.error) }?.twelfths ?? 0
    }

    /// The nearest multiple of a unit, the lower of two.
    private static func rounded(
        _ quarters: Double, _ division: (unit: Double, twelfths: Int)
    ) -> (twelfths: Int, error: Double) {
        let below = (quarters / division.unit).rounded(.down)
        let multiple = quarters <= division.unit * below + division.unit / 2 ? below : below + 1
        // Rounded to seven decimal places, as in music21.
        let error = (abs(quarters - division.unit * multiple) * 1e7).rounded() / 1e7
        return (Int(multiple) * division.twelfths, error)
    }
}
