import LofiPlatform
import LofiPlugin

/// Tilts the whole spectrum about one frequency: warmer one way, brighter the other.
///
/// Signal flow: three sections, each of two real poles and zeros, spaced evenly over the octaves from 20 Hz to 20 kHz.
/// J. O. Smith and H. F. Smith, "Closed Form Fractional Integration and Differentiation via Real Exponentially Spaced
/// Pole-Zero Pairs" (2016). Simplification: the slope levels out below 25 Hz and above 16 kHz.
package final class Tilt: FixedFilter, AudioEffect {
    package static let kind = "tilt"
    package static let summary = "tilt equaliser: darker or brighter about one frequency"
    package static let parameters: [Parameter] = [
        .number("slope", -4...4, default: -0.5, unit: "dB", "change in level per octave; below 0 = darker"),
        .number("pivot", 50...8000, default: 650, unit: "Hz", "frequency whose level stays the same"),
    ]

    private static let pairs = 6
    private static let range = (low: 8.0, high: 50000.0)

    package init(settings: Settings, context: AudioContext) {
        let (slope, pivot) = (settings.number("slope"), settings.number("pivot"))
        // A single pole falls 6.02 dB per octave; a zero placed after this share of the spacing stops the fall.
        let share = slope / (20 * log10(2))
        let ratio = pow(Self.range.high / Self.range.low, 1 / Double(Self.pairs))
        let corners = (0..<Self.pairs).map { pair -> (pole: Double, zero: Double) in
            let middle = Self.range.low * pow(ratio, Double(pair) + 0.5)
            return (middle * pow(ratio, share / 2), middle * pow(ratio, -share / 2))
        }
        func power(at hertz: Double) -> Double {
            corners.reduce(1) { $0 * (1 + pow(hertz / $1.zero, 2)) / (1 + pow(hertz / $1.pole, 2)) }
        }
        var sections = stride(from: 0, to: Self.pairs, by: 2).map { first in
            let (one, two) = (corners[first], corners[first + 1])
            let middle = (one.pole * two.pole).squareRoot()
            func polynomial(_ a: Double, _ b: Double) -> SIMD3<Double> {
                SIMD3(1, middle / a + middle / b, middle * middle / (a * b))
            }
            let analogue = AnalogueSection(
                numerator: polynomial(one.zero, two.zero), denominator: polynomial(one.pole, two.pole))
            return Biquad(analogue.digital(cornerHz: middle, sampleRate: context.sampleRate))
        }
        sections[0].coefficients.scale(by: 1 / power(at: pivot).squareRoot())
        let chain = SectionChain(sections)
        super.init(
            chain, tailFrames: ringFrames(cornerHz: Self.range.low / 2, quality: 0.5, sampleRate: context.sampleRate))
    }
}
