import Foundation
import LofiDSP
import LofiPlugin

/// Frequency response of an effect, from its impulse response.
public struct Response: Sendable {
    /// Magnitude of the left channel in dB, from 0 Hz to half the sample rate.
    public let decibels: [Double]
    /// Width of a bin.
    public let binHz: Double

    /// Measures an effect with an impulse; `frames` must be a power of two.
    public init(_ effect: any AudioEffect, sampleRate: Double = Signals.rate, frames: Int = 1 << 16) {
        let answer = Signals.through(effect, Signals.impulse(frames: frames))
        self.init(answer.map { 2 * Double($0.x) }, sampleRate: sampleRate)
    }

    /// - Parameter impulseResponse: a power of two of samples.
    public init(_ impulseResponse: [Double], sampleRate: Double) {
        var (real, imaginary) = (impulseResponse, [Double](repeating: 0, count: impulseResponse.count))
        let transform = FourierTransform(count: real.count)
        real.withUnsafeMutableBufferPointer { re in
            imaginary.withUnsafeMutableBufferPointer { im in
                guard let re = re.baseAddress, let im = im.baseAddress else { return }
                transform.forward(real: re, imaginary: im)
            }
        }
        decibels = (0...(real.count / 2)).map {
            10 * log10(max(1e-30, real[$0] * real[$0] + imaginary[$0] * imaginary[$0]))
        }
        binHz = sampleRate / Double(impulseResponse.count)
    }

    /// Returns the bin nearest to a frequency.
    public func bin(_ hertz: Double) -> Int { min(decibels.count - 1, max(1, Int((hertz / binHz).rounded()))) }

    /// Returns the magnitude in dB at a frequency.
    public func decibels(at hertz: Double) -> Double { decibels[bin(hertz)] }

    /// Returns the maximum deviation from a curve between two frequencies, at 200 points evenly spaced in octaves;
    /// points below -90 dB are excluded.
    public func maximumError(
        _ range: ClosedRange<Double>, from curve: (_ hertz: Double) -> Double
    ) -> Double {
        (0...200).compactMap { step -> Double? in
            let bin = bin(range.lowerBound * pow(range.upperBound / range.lowerBound, Double(step) / 200))
            let target = curve(Double(bin) * binHz)
            return target < -90 ? nil : abs(decibels[bin] - target)
        }.max() ?? 0
    }

    /// Returns 300 points for a plot, evenly spaced in octaves.
    public func curve(from low: Double = 20, to high: Double) -> [SIMD2<Double>] {
        (0...300).map { step in
            let bin = bin(low * pow(high / low, Double(step) / 300))
            return SIMD2(Double(bin) * binHz, decibels[bin])
        }
    }
}
