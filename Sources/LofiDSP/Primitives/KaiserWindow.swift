/// The window of J. F. Kaiser ("Nonrecursive digital filter design using the I0-sinh window function", 1974), for FIR
/// filters and interpolation.
enum KaiserWindow {
    /// - Parameters:
    ///   - place: from -1 to 1, 0 being the middle; 0 beyond.
    ///   - beta: 6 gives side lobes of about -63 dB, 8 of -81 dB.
    /// - Returns: 1 in the middle.
    static func weight(at place: Double, beta: Double) -> Double {
        guard abs(place) <= 1 else { return 0 }
        return besselI0(beta * (1 - place * place).squareRoot()) / besselI0(beta)
    }

    /// The modified Bessel function of order 0, by its power series.
    private static func besselI0(_ x: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        for k in 1...40 {
            term *= (x / 2 / Double(k)) * (x / 2 / Double(k))
            // All that follow are smaller and change nothing.
            if term < 1e-18 * sum { break }
            sum += term
        }
        return sum
    }
}
