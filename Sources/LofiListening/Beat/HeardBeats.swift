import LofiPlatform

/// The beats of a recording, and how much they are to be believed.
struct HeardBeats {
    /// In seconds, ascending.
    let times: [Double]
    /// 0…1: above a half for everything with a beat to play along with.
    let confidence: Double

    /// Between an instant and the onset that peaks there: half of the spectrum's window lies before it. Measured on renders of
    /// notes, 2026-12-01.
    private static let delaySeconds = 0.007
    /// How much stronger onsets are on the beats than anywhere. Renders of songs have 1.96 or more, noise, rain and drones at
    /// most 1.6. Measured 2026-12-01, as the next.
    private static let leastContrast = 1.5, fullContrast = 2.0
    /// Standard deviation of the logarithm of a beat's length from the mean of nine: songs have 0.035 or less, drifting ones
    /// too; speech, free onsets and a pianist's rubato 0.05 or more.
    private static let fullUnsteadiness = 0.055, leastUnsteadiness = 0.03
    /// Beats without which nothing can be said.
    private static let fewestBeats = 12

    init(_ activation: BeatActivation) {
        let path = BeatPath.beats(activation.values)
        guard path.count >= Self.fewestBeats else {
            (times, confidence) = ([], 0)
            return
        }
        times = Self.smoothed(path.map { Double($0) / Double(OnsetStrength.rate) }).map { $0 + Self.delaySeconds }
        let onBeat = path.reduce(0) { $0 + activation.peak($1) } / Float(path.count)
        let sample = stride(from: 3, to: activation.values.count, by: 7).map { activation.peak($0) }
        let contrast = Double(onBeat / max(1e-6, sample.reduce(0, +) / Float(max(1, sample.count))))
        func share(_ value: Double, _ none: Double, _ full: Double) -> Double {
            max(0, min(1, (value - none) / (full - none)))
        }
        confidence =
            share(contrast, Self.leastContrast, Self.fullContrast)
            * share(Self.unsteadiness(path), Self.fullUnsteadiness, Self.leastUnsteadiness)
    }

    /// Fits a parabola to each five beats, since an instant of 10 ms is coarse (A. Savitzky and M. J. E. Golay, 1964).
    private static func smoothed(_ beats: [Double]) -> [Double] {
        beats.indices.map { index in
            guard index >= 2, index + 2 < beats.count else { return beats[index] }
            let outer = beats[index - 2] + beats[index + 2], inner = beats[index - 1] + beats[index + 1]
            return (17 * beats[index] + 12 * inner - 3 * outer) / 35
        }
    }

    private static func unsteadiness(_ path: [Int]) -> Double {
        let lengths = zip(path, path.dropFirst()).map { Double($1 - $0) }
        let deviations = lengths.indices.dropFirst(4).dropLast(4).map { index in
            log(lengths[index] * 9 / lengths[(index - 4)...(index + 4)].reduce(0, +))
        }
        guard !deviations.isEmpty else { return .infinity }
        let mean = deviations.reduce(0, +) / Double(deviations.count)
        return (deviations.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(deviations.count)).squareRoot()
    }
}
