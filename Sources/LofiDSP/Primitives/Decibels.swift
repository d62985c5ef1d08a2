import LofiPlatform
import LofiPlugin

/// Amplitude ratios and decibels (20 log10).
public enum Decibels {
    /// The amplitude ratio of a level: -6.02 dB is 0.5.
    public static func amplitude(_ decibels: Double) -> Float { Float(exp2(decibels * doublingsPerDecibel)) }

    /// So many doublings of an amplitude are one decibel. By `exp2`, since effects ask for gains while they work and `pow` takes longer.
    private static let doublingsPerDecibel = log2(10.0) / 20

    /// The level of an amplitude ratio; -infinity for 0.
    public static func level(_ amplitude: Double) -> Double { 20 * log10(abs(amplitude)) }

    /// The level of a mean square: 10 log10.
    public static func level(meanSquare: Double) -> Double { 10 * log10(meanSquare) }
}
