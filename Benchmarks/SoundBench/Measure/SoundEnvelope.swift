import Foundation

/// Attack and decay of a struck or plucked sound.
public struct SoundEnvelope: Sendable {
    private let samples: [Float]
    private let rate: Double

    /// Measures a mono sound.
    public init(_ samples: [Float], rate: Double = Signals.rate) {
        self.samples = samples
        self.rate = rate
    }

    /// First frame within 30 dB of the peak.
    public var onsetFrame: Int {
        let threshold = peak * 0.0316
        return samples.firstIndex { abs($0) >= threshold } ?? 0
    }

    /// Peak magnitude.
    public var peak: Float { samples.reduce(0) { max($0, abs($1)) } }

    /// Returns the attack time in ms: from 20 dB below the highest 2 ms RMS of the first `seconds` up to it, or up to
    /// `decibels` below it.
    public func attackMs(within seconds: Double = 0.5, close decibels: Double = 0) -> Double {
        let window = Int(0.002 * rate)
        let end = min(samples.count - window, onsetFrame + Int(seconds * rate))
        let step = max(1, window / 4)
        let levels = stride(from: 0, to: max(1, end), by: step).map { start in
            samples[start..<(start + window)].reduce(0.0) { $0 + Double($1 * $1) }
        }
        guard let highest = levels.max(),
            let last = levels.firstIndex(where: { $0 >= highest * pow(10, -decibels / 10) }),
            let first = levels.firstIndex(where: { $0 >= highest / 100 })
        else { return 0 }
        return 1000 * Double((last - first) * step) / rate
    }

    /// Returns the milliseconds from the onset until the remaining energy is `decibels` down (M. Schroeder, 1965).
    public func decayMs(_ decibels: Double) -> Double {
        let total = samples[onsetFrame...].reduce(0.0) { $0 + Double($1) * Double($1) }
        let goal = total * pow(10, -decibels / 10)
        var rest = total
        for frame in onsetFrame..<samples.count {
            rest -= Double(samples[frame]) * Double(samples[frame])
            if rest <= goal { return 1000 * Double(frame - onsetFrame) / rate }
        }
        return 1000 * Double(samples.count - onsetFrame) / rate
    }

    /// Crest factor in dB of the sound from its onset until it stays 30 dB down.
    public var crestDecibels: Double {
        let threshold = peak * 0.0316
        let last = samples.lastIndex { abs($0) >= threshold } ?? samples.count - 1
        let heard = samples[onsetFrame...max(onsetFrame, last)]
        let power = heard.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(heard.count)
        return 20 * log10(Double(peak)) - 10 * log10(max(1e-30, power))
    }

    /// Returns the overall decay in dB per second between two times after the onset, by regression over 50 ms levels.
    public func decayRate(_ span: ClosedRange<Double> = 0.1...1.5) -> Double {
        let window = Int(0.05 * rate)
        let first = onsetFrame + Int(span.lowerBound * rate)
        let last = min(samples.count - window, onsetFrame + Int(span.upperBound * rate))
        let points = stride(from: first, to: max(first, last), by: window).map { start in
            let power = samples[start..<(start + window)].reduce(0.0) { $0 + Double($1) * Double($1) }
            return SIMD2(Double(start) / rate, 10 * log10(max(1e-12, power / Double(window))))
        }
        return -Regression.slope(points)
    }
}

enum Regression {
    /// Returns the slope of the least-squares line through points.
    static func slope(_ points: [SIMD2<Double>]) -> Double {
        guard points.count > 1 else { return 0 }
        let mean = points.reduce(SIMD2(0, 0), +) / Double(points.count)
        let (above, below) = points.reduce((0.0, 0.0)) { sums, point in
            let d = point - mean
            return (sums.0 + d.x * d.y, sums.1 + d.x * d.x)
        }
        return below > 0 ? above / below : 0
    }
}
