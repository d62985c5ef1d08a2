import LofiPlatform
import LofiPlugin

/// Conversions between amplitude ratios and decibels (20 log10).
public enum Decibels {
    /// Returns the amplitude ratio of a level in dB: -6.02 dB is 0.5.
    public static func amplitude(_ decibels: Double) -> Float { Float(exp2(decibels * doublingsPerDecibel)) }

    /// Doublings of amplitude per decibel. For `exp2`, since effects compute gains while processing and `pow` is
    /// slower.
    private static let doublingsPerDecibel = log2(10.0) / 20

    /// Returns the level of an amplitude ratio in dB; -infinity for 0.
    public static func level(_ amplitude: Double) -> Double { 20 * log10(abs(amplitude)) }

    /// Returns the level of a mean square in dB (10 log10).
    public static func level(meanSquare: Double) -> Double { 10 * log10(meanSquare) }
}
