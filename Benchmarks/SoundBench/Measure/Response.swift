import Foundation
import LofiDSP
import LofiPlugin

/// What an effect makes of each frequency: the transform of its answer to an impulse.
public struct Response: Sendable {
    /// Of the left channel, from 0 Hz to half the sampling rate.
    public let decibels: [Double]
    public let binHz: Double

    public init(_ effect: any AudioEffect, sampleRate: Double = Signals.rate, frames: Int = 1 << 16) {
        let answer = Signals.through(effect, Signals.impulse(frames: frames))
        self.init(answer.map { 2 * Double($0.x) }, sampleRate: sampleRate)
    }

    /// - Parameter impulseResponse: a power of two of values.
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

    /// The bin nearest to a frequency.
    public func bin(_ hertz: Double) -> Int { min(decibels.count - 1, max(1, Int((hertz / binHz).rounded()))) }

    public func decibels(at hertz: Double) -> Double { decibels[bin(hertz)] }

    /// The greatest distance from a curve between two frequencies, at 200 places even over the octaves; what lies below
    /// -90 dB is left out.
    public func greatestError(
        _ range: ClosedRange<Double>, from curve: (_ hertz: Double) -> Double
    ) -> Double {
        (0...200).compactMap { step -> Double? in
            let bin = bin(range.lowerBound * pow(range.upperBound / range.lowerBound, Double(step) / 200))
            let wanted = curve(Double(bin) * binHz)
            return wanted < -90 ? nil : abs(decibels[bin] - wanted)
        }.max() ?? 0
    }

    /// For a plot, 300 points even over the octaves.
    public func curve(from low: Double = 20, to high: Double) -> [SIMD2<Double>] {
        (0...300).map { step in
            let bin = bin(low * pow(high / low, Double(step) / 300))
            return SIMD2(Double(bin) * binHz, decibels[bin])
        }
    }
}
