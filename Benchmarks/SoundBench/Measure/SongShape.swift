import Foundation
import LofiDSP
import LofiPlugin

/// The level of a song over time: RMS of both channels in windows of 3 s, every half second.
public struct SongShape: Sendable {
    /// Level of the 3 s that begin at each half second, in dBFS.
    private let levels: [Double]
    /// Level of the first 5 s in dBFS.
    private let opening: Double
    /// Mean square of each half second.
    private let powers: [Double]

    /// Measures a song.
    public init(_ frames: [StereoFrame], rate: Double) {
        let step = Int(rate / 2)
        let powers = stride(from: 0, to: max(0, frames.count - step), by: step).map { start in
            frames[start..<(start + step)].reduce(0.0) { $0 + Double($1.x * $1.x + $1.y * $1.y) } / Double(2 * step)
        }
        self.powers = powers
        levels = Self.levels(powers, halfSeconds: 6)
        opening = 10 * log10(max(1e-12, powers.prefix(10).reduce(0, +) / 10))
    }

    private static func levels(_ powers: [Double], halfSeconds length: Int) -> [Double] {
        guard powers.count >= length else { return [] }
        return (0...(powers.count - length)).map { start in
            10 * log10(max(1e-12, powers[start..<(start + length)].reduce(0, +) / Double(length)))
        }
    }

    /// Median level in dBFS.
    public var median: Double { Quantiles(levels).median }

    /// From the 10th to the 95th percentile of the levels within 20 dB of the highest, in dB.
    public var range: Double {
        let highest = levels.max() ?? 0
        let heard = Quantiles(levels.filter { $0 > highest - 20 })
        return heard.at(0.95) - heard.at(0.1)
    }

    /// First 5 s relative to the median, in dB.
    public var openingLevel: Double { opening - median }

    /// Start of the first 3 s at most 1 dB below the median, in seconds.
    public var secondsToFullLevel: Double {
        Double(levels.firstIndex { $0 >= median - 1 } ?? levels.count) / 2
    }

    /// The quietest 6 s after 0:25, without the last 20 s, relative to the median in dB: at most -5 is a break.
    public var deepestBreak: Double {
        let sixSeconds = Self.levels(powers, halfSeconds: 12)
        return (sixSeconds.dropFirst(50).dropLast(28).min() ?? median) - median
    }
}

/// Quantiles of a set of numbers; 0 if it is empty.
public struct Quantiles: Sendable {
    private let sorted: [Double]

    /// Creates quantiles; order and infinities do not matter.
    public init(_ values: some Sequence<Double>) { sorted = values.filter { !$0.isNaN }.sorted() }

    /// Number of values.
    public var count: Int { sorted.count }

    /// Median.
    public var median: Double { at(0.5) }

    /// Mean.
    public var mean: Double { sorted.reduce(0, +) / Double(max(1, sorted.count)) }

    /// Returns the quantile at a share of 0…1, interpolated between neighbours.
    public func at(_ share: Double) -> Double {
        guard let last = sorted.indices.last else { return 0 }
        let position = share * Double(last)
        let low = Int(position)
        let high = min(last, low + 1)
        return sorted[low] == sorted[high]
            ? sorted[low] : sorted[low] + (sorted[high] - sorted[low]) * (position - Double(low))
    }
}
