/// The Kaiser window for FIR filters and interpolation (J. F. Kaiser, "Nonrecursive digital filter design using the
/// I0-sinh window function", 1974).
enum KaiserWindow {
    /// Returns the weight, 1 in the middle and 0 outside the window.
    ///
    /// - Parameters:
    ///   - position: from -1 to 1, 0 being the middle.
    ///   - beta: 6 gives side lobes of about -63 dB, 8 of -81 dB.
    static func weight(at position: Double, beta: Double) -> Double {
        guard abs(position) <= 1 else { return 0 }
        return besselI0(beta * (1 - position * position).squareRoot()) / besselI0(beta)
    }

    /// The modified Bessel function of order 0, by its power series.
    private static func besselI0(_ x: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        for k in 1...40 {
            term *= (x / 2 / Double(k)) * (x / 2 / Double(k))
            // The remaining terms are smaller still and change nothing.
            if term < 1e-18 * sum { break }
            sum += term
        }
        return sum
    }
}
