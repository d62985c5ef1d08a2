import LofiPlatform
import LofiPlugin

/// A second-order filter whose corner can change in any frame without a click, with low-, band- and high-pass outputs.
///
/// Zero-delay state-variable form by trapezoidal integration: V. Zavalishin, "The Art of VA Filter Design" (2012);
/// equations from A. Simper ("Linear trapezoidal integrated SVF", 2013).
@frozen
public struct StateVariableFilter {
    /// The outputs for one frame, where low + k × band + high is the input.
    @frozen
    public struct Outputs {
        /// At the corner each has a gain of Q, 1 / k.
        public let low, band, high: StereoFrame

        @inlinable
        init(low: StereoFrame, band: StereoFrame, high: StereoFrame) {
            (self.low, self.band, self.high) = (low, band, high)
        }
    }

    @usableFromInline var first = StereoFrame.zero
    @usableFromInline var second = StereoFrame.zero

    /// Creates a filter at rest, as after endless silence.
    public init() {}

    /// Returns tan(π f / sampleRate), with the corner limited to 0.45 of the rate.
    public static func warped(_ cornerHz: Double, sampleRate: Double) -> Float {
        Float(tan(.pi * min(cornerHz, 0.45 * sampleRate) / sampleRate))
    }

    /// - Parameters:
    ///   - g: the corner, from `warped(_:sampleRate:)`.
    ///   - k: damping, 1 / Q. Multiplied by it, `band` is 0 dB at the corner.
    @inlinable @inline(__always)
    public mutating func next(_ input: StereoFrame, warped g: Float, damping k: Float) -> Outputs {
        let a1 = 1 / (1 + g * (g + k))
        let a2 = g * a1
        let difference = input - second
        let nextFirst = first * (2 * a1 - 1) + difference * (2 * a2)
        let nextSecond = (first * (2 * a2) + second) + difference * (2 * g * a2)
        // Each integrator's output is the mean of its old and new state.
        let (band, low) = ((first + nextFirst) * 0.5, (second + nextSecond) * 0.5)
        let high = input - band * k - low
        (first, second) = (nextFirst, nextSecond)
        return Outputs(low: low, band: band, high: high)
    }
}
