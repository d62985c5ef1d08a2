import LofiPlatform
import LofiPlugin

/// How dust lies: in bunches, the faint far more often than the loud.
///
/// Twice the height is half as frequent (a Pareto exponent of 1, as measured on 33 recordings). A bunch of dense dust holds 3
/// specks in the mean, from 2.5 ms to 0.6 s apart and of about the same height: tuned, 2026-11-24, by the Fano factors at 50 ms,
/// 250 ms and 1 s and by the share of intervals below 10 ms of those recordings.
struct DustScatter {
    private static let gaps = 0.0025...0.6
    /// dB by which the specks of a bunch differ.
    private static let spread = 3.0
    /// dB by which a speck sounds otherwise each time the stylus meets it.
    static let unevenness = 1.2

    /// dB over the surface of the faintest and of the loudest bunch.
    let heights: ClosedRange<Double>
    let meanBunch: Double
    private var random: RandomStream
    private var share: Double
    private var gustShare: Double

    /// - Parameter clicksPerMinute: where there is little dust, its specks lie alone.
    init(heights: ClosedRange<Double>, clicksPerMinute: Double, random: RandomStream) {
        self.heights = heights
        meanBunch = 1 + 1.8 * min(1, clicksPerMinute / 1000)
        self.random = random
        share = self.random.unit()
        gustShare = self.random.unit()
    }

    /// The height that the given share (0…1) of the bunches does not reach.
    func height(atShare share: Double) -> Double {
        let range = pow(10, (heights.lowerBound - heights.upperBound) / 20)
        return heights.lowerBound - 20 * log10(1 - share * (1 - range))
    }

    /// Shares by the golden ratio: any minute has its part of the loud ones, and so the same level.
    mutating func nextHeight() -> Double {
        Self.advance(&share)
        return height(atShare: share)
    }

    private static func advance(_ share: inout Double) {
        share += 0.6180339887498949
        if share >= 1 { share -= 1 }
    }

    mutating func speckHeight(inBunch height: Double) -> Double { height + Self.spread * random.normal() }

    /// How many specks a bunch has: 1 or more, geometrically.
    mutating func bunchSize() -> Int {
        var size = 1
        while size < 24, !random.chance(1 / meanBunch) { size += 1 }
        return size
    }

    /// Seconds to the next speck of a bunch, mostly short: one in three below 10 ms.
    mutating func gapInBunch() -> Double {
        Self.gaps.lowerBound * pow(Self.gaps.upperBound / Self.gaps.lowerBound, pow(random.unit(), 1.25))
    }

    /// Seconds to the next bunch, at so many bunches a second.
    mutating func gapBetweenBunches(perSecond: Double) -> Double { -log(1 - random.unit()) / perSecond }

    /// By how much more or less falls for a while: up to twice the mean, which is 1.
    mutating func gust() -> Double {
        Self.advance(&gustShare)
        return 2 * gustShare
    }

    /// Mean square of a speck's height over all bunches: a² of a Pareto exponent 1 between two ends is their product.
    var meanSquareHeight: Double { pow(10, (heights.lowerBound + heights.upperBound) / 20) * Self.spreadPower }

    /// By how much the spread within a bunch raises the mean square.
    private static var spreadPower: Double { power(ofDeviation: spread) }

    /// Mean of 10^(x/10) of a normal x.
    static func power(ofDeviation decibels: Double) -> Double { exp(0.5 * pow(decibels * log(10) / 10, 2)) }
}
