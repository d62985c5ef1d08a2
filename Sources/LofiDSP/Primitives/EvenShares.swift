import LofiPlatform
import LofiPlugin

/// Stratified random numbers in 0…1: each stratum once per round, in random order.
///
/// A rare loud event then occurs neither three times nor never in a minute, and a scene sounds alike on every seed.
/// Stratified sampling (M. D. McKay, R. J. Beckman and W. J. Conover, "A comparison of three methods for selecting
/// values of input variables", 1979); within its stratum a value advances by the golden ratio from round to round, so
/// that the extremes are evenly spread too.
struct EvenShares: Sendable {
    private let count: Int
    private var left: UInt64 = 0
    private var start: Double
    private var random: RandomStream

    /// - Parameter count: strata per round, 1…63: after that many draws each has been used.
    init(_ count: Int, random: RandomStream) {
        precondition((1...63).contains(count))
        self.count = count
        self.random = random
        start = self.random.unit()
    }

    /// Returns the next value, 0…1.
    mutating func next() -> Double {
        if left == 0 {
            left = (1 << UInt64(count)) - 1
            start = (start + 0.6180339887498949).truncatingRemainder(dividingBy: 1)
        }
        var open = left
        for _ in 0..<Int(random.unit() * Double(left.nonzeroBitCount)) { open &= open - 1 }
        let stratum = open.trailingZeroBitCount
        left &= ~(1 << UInt64(stratum))
        // Each stratum starts elsewhere: by the root of x³ = x + 1, the next constant after the golden ratio.
        let within = (start + Double(stratum) * 0.7548776662466927).truncatingRemainder(dividingBy: 1)
        return (Double(stratum) + within) / Double(count)
    }

    /// Returns a value uniform over the range.
    mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * next()
    }

    /// Returns a value log-uniform over the range.
    mutating func logarithmic(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound * pow(range.upperBound / range.lowerBound, next())
    }

    /// Returns a uniform value with a mean of 0 and a standard deviation of 1.
    mutating func deviate() -> Double { uniform(-3.0.squareRoot()...3.0.squareRoot()) }
}
