import LofiPlatform

/// Onset strengths by a piece's own standards, and what they say about beats.
struct BeatActivation {
    /// Each band relative to its mean within 3 s.
    let bands: [OnsetStrength.Bands]
    /// How likely each instant is a beat, 0…1, judged by what begins there alone; 100 a second.
    let values: [Float]

    private static let reachSeconds = 3
    /// More than so many times the mean does not count: one loud drum is not worth the whole band.
    private static let highest = OnsetStrength.Bands(repeating: 6)
    /// Sum of the bands at which an onset begins to count, and that which is certainly one. Tuned on the development pieces of
    /// `lofi-listening-bench`, 2026-12-01.
    private static let least: Float = 2, full: Float = 26

    init(_ onsets: [OnsetStrength.Bands]) {
        bands = Self.normalised(onsets)
        values = bands.map { band in
            let sum = band.replacing(with: Self.highest, where: band .> Self.highest).sum()
            return min(1, max(0, (sum - Self.least) / (Self.full - Self.least)))
        }
    }

    private static func normalised(_ onsets: [OnsetStrength.Bands]) -> [OnsetStrength.Bands] {
        let reach = reachSeconds * OnsetStrength.rate
        let total = onsets.reduce(SIMD8<Double>.zero) { $0 + SIMD8<Double>($1) }
        // Where next to nothing begins, nothing is divided by next to nothing.
        let least = SIMD8<Float>(total / Double(max(1, onsets.count))) * 0.1 + 0.01
        var (low, high, sum) = (0, 0, SIMD8<Double>.zero)
        return onsets.indices.map { index in
            while high < min(onsets.count, index + reach + 1) {
                sum += SIMD8<Double>(onsets[high])
                high += 1
            }
            while low < index - reach {
                sum -= SIMD8<Double>(onsets[low])
                low += 1
            }
            return onsets[index] / (SIMD8<Float>(sum / Double(high - low)) + least)
        }
    }

    /// The highest value within a few instants of an index.
    func peak(_ index: Int, reach: Int = 3) -> Float {
        values[values.indices.clamped(to: (index - reach)..<(index + reach + 1))].max() ?? 0
    }

    /// The highest value of each band within 40 ms of a time in seconds, at most eight times the mean.
    func bands(at seconds: Double) -> OnsetStrength.Bands {
        let index = Int((seconds * Double(OnsetStrength.rate)).rounded())
        var most = OnsetStrength.Bands.zero
        for near in bands.indices.clamped(to: (index - 4)..<(index + 5)) {
            most = most.replacing(with: bands[near], where: bands[near] .> most)
        }
        let limit = OnsetStrength.Bands(repeating: 8)
        return most.replacing(with: limit, where: most .> limit)
    }
}
