import Foundation
import LofiDSP
import LofiPlugin

/// Speed and level of a tone over time, as measured by a wow and flutter meter (IEC 60386: a carrier of 3150 Hz).
public struct Demodulation: Sendable {
    /// Speed deviation every `stepSeconds`, 0.01 being 1 %.
    public let deviations: [Double]
    /// Level of the tone in dB relative to its mean.
    public let levels: [Double]
    /// Time between two values.
    public let stepSeconds: Double

    /// Mixes the carrier down to 0 Hz and low-passes it (a Hann window of `windowSeconds`); the slope of the phase is
    /// the deviation.
    public init(
        _ frames: [StereoFrame], carrierHz: Double, sampleRate: Double = Signals.rate, windowSeconds: Double = 0.02,
        stepSeconds: Double = 0.002
    ) {
        let window = Int(windowSeconds * sampleRate)
        let step = Int(stepSeconds * sampleRate)
        self.stepSeconds = Double(step) / sampleRate
        let weights = (0..<window).map { 0.5 - 0.5 * cos(2 * .pi * (Double($0) + 0.5) / Double(window)) }
        let perFrame = 2 * Double.pi * carrierHz / sampleRate
        var (phases, magnitudes): ([Double], [Double]) = ([], [])
        for start in stride(from: 0, to: frames.count - window, by: step) {
            var (re, im) = (0.0, 0.0)
            for index in 0..<window {
                let angle = perFrame * Double(start + index)
                let sample = Double(frames[start + index].x) * weights[index]
                re += sample * cos(angle)
                im -= sample * sin(angle)
            }
            phases.append(atan2(im, re))
            magnitudes.append((re * re + im * im).squareRoot())
        }
        let fullTurn = 2 * Double.pi
        let radians = carrierHz * fullTurn * self.stepSeconds
        deviations = zip(phases, phases.dropFirst()).map { before, after in
            let difference = after - before
            return (difference - fullTurn * (difference / fullTurn).rounded()) / radians
        }
        // A tone off the carrier is attenuated by the window; compensate for that.
        let duration = Double(window) / sampleRate
        let speeds = [deviations.first ?? 0] + deviations
        let corrected = zip(magnitudes, speeds).map { $0 / Self.hann($1 * carrierHz * duration) }
        let mean = corrected.reduce(0, +) / Double(max(1, corrected.count))
        levels = corrected.map { 20 * log10(max(1e-12, $0 / mean)) }
    }

    /// Returns a Hann window's response at a distance in bins from its centre.
    private static func hann(_ bins: Double) -> Double {
        guard abs(bins) > 1e-6, abs(abs(bins) - 1) > 1e-6 else { return abs(bins) > 0.5 ? 0.5 : 1 }
        return sin(.pi * bins) / (.pi * bins) / (1 - bins * bins)
    }

    /// Returns the amplitude of the deviation at one rate, by correlation over whole periods.
    public func depth(at hertz: Double) -> Double {
        let stepsPerPeriod = 1 / (hertz * stepSeconds)
        let count = Int((Double(Int(Double(deviations.count) / stepsPerPeriod)) * stepsPerPeriod).rounded())
        var (c, s) = (0.0, 0.0)
        for index in 0..<count {
            let angle = 2 * Double.pi * hertz * stepSeconds * Double(index)
            c += deviations[index] * cos(angle)
            s += deviations[index] * sin(angle)
        }
        return 2 * (c * c + s * s).squareRoot() / Double(max(1, count))
    }

    /// Returns the rate with the strongest deviation within a range in Hz.
    public func strongestRate(_ range: ClosedRange<Double>) -> Double {
        let steps = 2000
        return (0...steps)
            .map { range.lowerBound * pow(range.upperBound / range.lowerBound, Double($0) / Double(steps)) }
            .max { depth(at: $0) < depth(at: $1) } ?? 0
    }

    /// Converts a speed deviation to cents.
    public static func cents(_ deviation: Double) -> Double { 1200 * log2(1 + deviation) }
}
