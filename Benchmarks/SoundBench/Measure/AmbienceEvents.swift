import Foundation
import LofiDSP
import LofiPlatform
import LofiPlugin

/// Drops, crackles, cups: peaks of a band above its own running median.
public struct AmbienceEvents: Sendable {
    /// Detection parameters.
    public struct Detection: Sendable {
        let bandHz: ClosedRange<Double>
        let windowSeconds: Double
        let medianSeconds: Double

        /// 2–12 kHz, windows of 2 ms, median over 0.4 s.
        public static let drops = Detection(bandHz: 2000...12000, windowSeconds: 0.002, medianSeconds: 0.4)
        /// 40–400 Hz, windows of 100 ms, median over 10 s.
        public static let rolls = Detection(bandHz: 40...400, windowSeconds: 0.1, medianSeconds: 10)
    }

    /// Events per second at least 6 dB above the bed.
    public let perSecond: Double
    /// Events per second at least 12 dB above the bed.
    public let highPerSecond: Double
    /// Median height in dB above the bed.
    public let medianHeight: Double
    /// P90 of the height in dB above the bed.
    public let highHeight: Double
    /// Coefficient of variation of the intervals; 1 for a Poisson process.
    public let intervalVariation: Double
    /// Fano factor of the counts per second (variance over mean); 1 for a Poisson process.
    public let fano: Double
    /// Median time in ms in which an event of at least 12 dB falls by 10 dB; NaN if there is none.
    public let decayMilliseconds: Double

    init(_ frames: [StereoFrame], sampleRate: Double, _ detection: Detection) {
        let band = AmbienceFeatures.passed(frames, detection.bandHz, sampleRate)
        let hop = Int((sampleRate * detection.windowSeconds / 2).rounded())
        let hopSeconds = Double(hop) / sampleRate
        let powers = stride(from: 0, through: band.count - hop, by: hop).map { start in
            band[start..<(start + hop)].reduce(0.0) { $0 + Double(($1.x + $1.y) * ($1.x + $1.y)) }
        }
        let levels = zip(powers, powers.dropFirst()).map { 10 * log10($0 + $1 + 1e-20) }
        let bed = Self.runningMedian(levels, reach: Int(detection.medianSeconds / hopSeconds / 2))
        let heights = zip(levels, bed).map { $0 - $1 }
        let peaks = Self.peaks(heights)
        let seconds = Double(frames.count) / sampleRate
        perSecond = Double(peaks.count) / seconds
        highPerSecond = Double(peaks.count { heights[$0] >= 12 }) / seconds
        let sorted = peaks.map { heights[$0] }.sorted()
        medianHeight = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
        highHeight = sorted.isEmpty ? 0 : sorted[sorted.count * 9 / 10]
        let gaps = zip(peaks, peaks.dropFirst()).map { Double($1 - $0) }
        intervalVariation =
            gaps.isEmpty ? 0 : AmbienceFeatures.deviation(gaps) / (gaps.reduce(0, +) / Double(gaps.count))
        var counts = [Double](repeating: 0, count: max(1, Int(seconds)))
        for peak in peaks { counts[min(counts.count - 1, Int(Double(peak) * hopSeconds))] += 1 }
        let spread = AmbienceFeatures.deviation(counts)
        fano = peaks.isEmpty ? 0 : spread * spread / (Double(peaks.count) / Double(counts.count))
        let falls = peaks.filter { heights[$0] >= 12 }.compactMap { peak in
            levels[peak...].prefix(1000).firstIndex { $0 <= levels[peak] - 10 }.map { Double($0 - peak) }
        }.sorted()
        decayMilliseconds = falls.isEmpty ? .nan : falls[falls.count / 2] * detection.windowSeconds / 2 * 1000
    }

    /// Returns local maxima of at least 6 dB; of two within ten steps, the higher one.
    private static func peaks(_ heights: [Double]) -> [Int] {
        let candidates = heights.indices.dropFirst().dropLast().filter {
            heights[$0] >= 6 && heights[$0] > heights[$0 - 1] && heights[$0] >= heights[$0 + 1]
        }
        var taken = [Bool](repeating: false, count: heights.count)
        var kept: [Int] = []
        for index in candidates.sorted(by: { heights[$0] > heights[$1] }) where !taken[index] {
            kept.append(index)
            for near in max(0, index - 9)...min(heights.count - 1, index + 9) { taken[near] = true }
        }
        return kept.sorted()
    }

    private static func runningMedian(_ values: [Double], reach: Int) -> [Double] {
        var window: [Double] = []
        func position(_ value: Double) -> Int { window.partitioningIndex { $0 >= value } }
        for value in values.prefix(reach) { window.insert(value, at: position(value)) }
        return values.indices.map { index in
            if index + reach < values.count {
                window.insert(values[index + reach], at: position(values[index + reach]))
            }
            if index > reach { window.remove(at: position(values[index - reach - 1])) }
            return window[window.count / 2]
        }
    }
}
