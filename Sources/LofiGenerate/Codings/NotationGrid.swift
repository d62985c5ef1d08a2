/// The grid of quarters and thirds of a beat to which music21 rounds (`Stream.quantize`), in twelfths of a quarter.
enum NotationGrid {
    /// The divisions of a beat, finest first, and how many twelfths each is.
    private static let divisions = [(unit: 1.0 / 4, twelfths: 3), (unit: 1.0 / 3, twelfths: 4)]

    /// - Parameter quarters: an onset.
    static func nearest(_ quarters: Double) -> Int {
        divisions.map { rounded(quarters, $0) }.min { $0.error < $1.error }?.twelfths ?? 0
    }

    /// - Parameters:
    ///   - quarters: a length; the result is at least one unit.
    ///   - gap: from the onset to the next one, in twelfths. A grid on which it is whole, or on which nothing of it is left,
    ///     goes first. Whole is meant as floating point has it: three thirds are not quite one, as in music21.
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

    /// The nearest multiple, the lower of two.
    private static func rounded(
        _ quarters: Double, _ division: (unit: Double, twelfths: Int)
    ) -> (twelfths: Int, error: Double) {
        let below = (quarters / division.unit).rounded(.down)
        let multiple = quarters <= division.unit * below + division.unit / 2 ? below : below + 1
        // To seven places, as music21 does.
        let error = (abs(quarters - division.unit * multiple) * 1e7).rounded() / 1e7
        return (Int(multiple) * division.twelfths, error)
    }
}
