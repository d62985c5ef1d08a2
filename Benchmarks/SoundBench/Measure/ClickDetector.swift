import Foundation
import LofiDSP
import LofiPlugin

/// Detects clicks in a recording of a record as a declicker does: where the sound deviates from its prediction.
///
/// Mid signal → high-pass at 500 Hz → residual of a linear prediction of order 32 (Levinson-Durbin, updated every
/// second) → beyond a multiple of the standard deviation (from the median over half a second), with anything within 2
/// ms counted as one click (S. J. Godsill and P. J. W. Rayner, "Digital Audio Restoration", 1998). The reference
/// figures come from the same detector.
public struct ClickDetector: Sendable {
    /// A detected click.
    public struct Click: Sendable {
        /// Frame of its highest sample.
        public let frame: Int
        /// Magnitude of the highest sample after the high-pass.
        public let peak: Double
        /// Largest residual relative to the threshold.
        public let excess: Double
    }

    /// In order of time.
    public let clicks: [Click]
    /// Sample rate in Hz.
    public let sampleRate: Double
    /// The mid signal.
    public let middle: [Double]
    /// The mid signal after the high-pass.
    public let filtered: [Double]
    /// The prediction error.
    public let residual: [Double]
    /// Duration of the recording.
    public let seconds: Double

    private static let order = 32

    /// - Parameter surface: the same record without clicks, from which prediction and deviation are computed (with its
    ///   level matched between the clicks); nil computes them from the sound itself, as is necessary with a recording:
    ///   loud clicks then distort the prediction and hide faint ones.
    public init(
        _ frames: [StereoFrame], sampleRate: Double = Signals.rate, sigmas: Double = 10, surface: [StereoFrame]? = nil
    ) {
        self.sampleRate = sampleRate
        middle = frames.map { Double($0.x + $0.y) / 2 }
        filtered = Self.highPassed(frames, sampleRate)
        seconds = Double(frames.count) / sampleRate
        let (whole, half) = (Int(sampleRate), Int(sampleRate / 2))
        var residual = [Double](repeating: 0, count: filtered.count)
        let known = surface.map { Self.highPassed($0, sampleRate) }
        let fixed = known.map { Self.prediction($0[0...]) }
        for start in stride(from: 0, to: filtered.count, by: whole) {
            let end = min(start + whole, filtered.count)
            let weights = fixed ?? Self.prediction(filtered[start..<end])
            Self.predict(filtered, start..<end, weights, into: &residual)
        }
        var surfaceDeviation: Double?
        if let known, let fixed {
            var rest = [Double](repeating: 0, count: known.count)
            Self.predict(known, 0..<known.count, fixed, into: &rest)
            surfaceDeviation =
                Self.deviation(rest[0...]) * Self.quietest(residual, sampleRate) / Self.quietest(rest, sampleRate)
        }
        var (runs, last): ([(first: Int, last: Int, excess: Double)], Int) = ([], -whole)
        for start in stride(from: 0, to: residual.count, by: half) {
            let end = min(start + half, residual.count)
            let threshold = sigmas * (surfaceDeviation ?? Self.deviation(residual[start..<end]))
            for index in start..<end where abs(residual[index]) > threshold {
                let excess = abs(residual[index]) / threshold
                if Double(index - last) <= 0.002 * sampleRate, let run = runs.last {
                    runs[runs.count - 1] = (run.first, index, max(run.excess, excess))
                } else {
                    runs.append((index, index, excess))
                }
                last = index
            }
        }
        let margin = Int(0.001 * sampleRate)
        let sound = filtered
        clicks = runs.map { run in
            let range = max(0, run.first - margin)..<min(sound.count, run.last + margin + 1)
            let frame = range.max { abs(sound[$0]) < abs(sound[$1]) } ?? run.first
            return Click(frame: frame, peak: abs(sound[frame]), excess: run.excess)
        }
        self.residual = residual
    }

    /// Clicks per minute.
    public var perMinute: Double { Double(clicks.count) / seconds * 60 }

    private static func highPassed(_ frames: [StereoFrame], _ sampleRate: Double) -> [Double] {
        var filter = Biquad(.highPass(cutoffHz: 500, sampleRate: sampleRate))
        return frames.map { Double(filter.next(StereoFrame(repeating: ($0.x + $0.y) / 2)).x) }
    }

    /// Returns the weights of the last 32 samples, from the autocorrelation.
    private static func prediction(_ sound: ArraySlice<Double>) -> [Double] {
        var correlation = [Double](repeating: 0, count: order + 1)
        sound.withUnsafeBufferPointer { sound in
            for lag in 0...min(order, max(0, sound.count - 1)) {
                var sum = 0.0
                for index in lag..<sound.count { sum += sound[index] * sound[index - lag] }
                correlation[lag] = sum
            }
        }
        correlation[0] = correlation[0] * (1 + 1e-9) + 1e-30
        var weights = [Double](repeating: 0, count: order)
        var error = correlation[0]
        for step in 0..<order {
            let sum = (0..<step).reduce(correlation[step + 1]) { $0 - weights[$1] * correlation[step - $1] }
            let reflection = sum / error
            let before = weights
            for index in 0..<step { weights[index] -= reflection * before[step - 1 - index] }
            weights[step] = reflection
            error *= 1 - reflection * reflection
        }
        return weights
    }

    private static func predict(
        _ sound: [Double], _ range: Range<Int>, _ weights: [Double], into residual: inout [Double]
    ) {
        sound.withUnsafeBufferPointer { sound in
            for index in range {
                var predicted = 0.0
                for lag in 0..<min(order, index) { predicted += weights[lag] * sound[index - 1 - lag] }
                residual[index] = sound[index] - predicted
            }
        }
    }

    /// Returns the deviation in the quietest tenth of all 10 ms runs: between the clicks, however dense they are.
    private static func quietest(_ residual: [Double], _ sampleRate: Double) -> Double {
        let run = Int(0.01 * sampleRate)
        let deviations = stride(from: 0, to: residual.count - run, by: run).map { deviation(residual[$0..<($0 + run)]) }
        return deviations.sorted()[deviations.count / 10]
    }

    /// Returns the standard deviation of a normal distribution with this median magnitude.
    private static func deviation(_ values: ArraySlice<Double>) -> Double {
        let magnitudes = values.map { abs($0) }.sorted()
        return 1.4826 * magnitudes[magnitudes.count / 2] + 1e-12
    }
}
