import LofiPlatform
import LofiPlugin

/// Chance that keeps its promise within a minute: shares of 0…1, each stratum once a round, in an order by lot.
///
/// What is rare and loud then comes neither thrice nor never in a listener's minute, and a scene sounds alike on every
/// seed. Stratified sampling (M. D. McKay, R. J. Beckman and W. J. Conover, "A comparison of three methods for selecting
/// values of input variables", 1979); within its stratum a share goes on by the golden ratio from round to round, so
/// that the outermost are even as well.
struct EvenShares: Sendable {
    private let count: Int
    private var left: UInt64 = 0
    private var start: Double
    private var random: RandomStream

    /// - Parameter count: strata of a round, 1…63: after so many draws all have been met.
    init(_ count: Int, random: RandomStream) {
        precondition((1...63).contains(count))
        self.count = count
        self.random = random
        start = self.random.unit()
    }

    mutating func next() -> Double {
        if left == 0 {
            left = (1 << UInt64(count)) - 1
            start = (start + 0.6180339887498949).truncatingRemainder(dividingBy: 1)
        }
        var open = left
        for _ in 0..<Int(random.unit() * Double(left.nonzeroBitCount)) { open &= open - 1 }
        let stratum = open.trailingZeroBitCount
        left &= ~(1 << UInt64(stratum))
        // Each stratum starts elsewhere: by the root of x³ = x + 1, the next after the golden ratio.
        let within = (start + Double(stratum) * 0.7548776662466927).truncatingRemainder(dividingBy: 1)
        return (Double(stratum) + within) / Double(count)
    }

    mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * next()
    }

    /// Evenly over the logarithm of the range.
    mutating func logarithmic(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound * pow(range.upperBound / range.lowerBound, next())
    }

    /// Even within a bound, with mean 0 and standard deviation 1.
    mutating func deviate() -> Double { uniform(-3.0.squareRoot()...3.0.squareRoot()) }
}
