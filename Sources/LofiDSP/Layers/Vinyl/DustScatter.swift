import LofiPlatform
import LofiPlugin

/// Random distribution of dust: in bunches, with quiet specks far more common than loud ones.
///
/// Twice the amplitude is half as frequent (a Pareto exponent of 1, as measured on 33 recordings). In dense dust a
/// bunch holds 3 specks on average, 2.5 ms to 0.6 s apart and of similar height: tuned, 2026-11-24, by the Fano factors
/// at 50 ms, 250 ms and 1 s and by the share of intervals below 10 ms in those recordings.
struct DustScatter {
    private static let gaps = 0.0025...0.6
    /// Standard deviation in dB of the specks within a bunch.
    private static let spread = 3.0
    /// Standard deviation in dB of a speck from one pass of the stylus to the next.
    static let passVariation = 1.2

    /// Level of the softest and the loudest bunch, in dB above the surface.
    let heights: ClosedRange<Double>
    /// Mean number of specks in a bunch.
    let meanBunch: Double
    private var random: RandomStream
    private var share: Double
    private var gustShare: Double

    /// - Parameter clicksPerMinute: rate of clicks; sparse dust lies alone, not in bunches.
    init(heights: ClosedRange<Double>, clicksPerMinute: Double, random: RandomStream) {
        self.heights = heights
        meanBunch = 1 + 1.8 * min(1, clicksPerMinute / 1000)
        self.random = random
        share = self.random.unit()
        gustShare = self.random.unit()
    }

    /// Returns the height quantile: the given share (0…1) of the bunches is lower.
    func height(atShare share: Double) -> Double {
        let range = pow(10, (heights.lowerBound - heights.upperBound) / 20)
        return heights.lowerBound - 20 * log10(1 - share * (1 - range))
    }

    /// Draws quantiles by the golden ratio, so that every minute has its share of the loud ones, and so the same level.
    mutating func nextHeight() -> Double {
        Self.advance(&share)
        return height(atShare: share)
    }

    private static func advance(_ share: inout Double) {
        share += 0.6180339887498949
        if share >= 1 { share -= 1 }
    }

    /// Returns the height of one speck in dB above the surface.
    mutating func speckHeight(inBunch height: Double) -> Double { height + Self.spread * random.normal() }

    /// Returns the number of specks in a bunch: 1 or more, geometrically distributed.
    mutating func bunchSize() -> Int {
        var size = 1
        while size < 24, !random.chance(1 / meanBunch) { size += 1 }
        return size
    }

    /// Returns the seconds to the next speck of a bunch, mostly short: one in three below 10 ms.
    mutating func gapInBunch() -> Double {
        Self.gaps.lowerBound * pow(Self.gaps.upperBound / Self.gaps.lowerBound, pow(random.unit(), 1.25))
    }

    /// Returns the seconds to the next bunch at a mean rate per second.
    mutating func gapBetweenBunches(perSecond: Double) -> Double { -log(1 - random.unit()) / perSecond }

    /// Returns a rate factor for the next gust: 0 to 2, with a mean of 1.
    mutating func gust() -> Double {
        Self.advance(&gustShare)
        return 2 * gustShare
    }

    /// Mean square height over all bunches: for a Pareto exponent of 1 between two limits, the mean square is their
    /// product.
    var meanSquareHeight: Double { pow(10, (heights.lowerBound + heights.upperBound) / 20) * Self.spreadPower }

    /// Factor by which the spread within a bunch raises the mean square.
    private static var spreadPower: Double { power(ofDeviation: spread) }

    /// Returns the mean of 10^(x/10) for a normal x.
    static func power(ofDeviation decibels: Double) -> Double { exp(0.5 * pow(decibels * log(10) / 10, 2)) }
}
