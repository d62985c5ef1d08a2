import LofiPlatform
import LofiPlugin

/// Slow random modulation with a given power per octave of its rate.
///
/// One oscillator of fixed amplitude per octave; the length of each of its cycles is drawn anew. Band-passed noise
/// would also work, but a minute holds only four cycles of the slowest: its power would vary from minute to minute. The
/// figures are those of a recording's envelope (its modulation spectrum): power in dB relative to the squared mean.
struct SlowModulation: Sendable {
    /// Centres in Hz of the bands 0.05–0.1, 0.1–0.2 … 6.3–12.5, 12.5–25 Hz; the last one is optional.
    private static let centresHz: [Double] = (0..<9).map { 0.0707 * pow(2, Double($0)) }
    /// Range in octaves by which the rate of a cycle varies about the band's centre: short of the band edges, because
    /// an oscillator whose rate changes spreads beyond them.
    private static let octaves = -0.35...0.35

    /// Variance of the modulation as a whole.
    let variance: Double
    private var oscillators: [Oscillator] = []

    private struct Oscillator {
        let amplitude: Double
        let hertz: Double
        /// Phase within the cycle, 0…1.
        var phase = 0.0
        /// Phase increment per control step.
        var step = 0.0
        var rates: EvenShares

        mutating func startCycle() { step = hertz * exp2(rates.uniform(SlowModulation.octaves)) / ControlGrid.hertz }
    }

    /// - Parameter decibels: power of the eight or nine bands.
    init(decibels: [Double], random: RandomStream) {
        variance = decibels.reduce(0) { $0 + pow(10, $1 / 10) }
        var random = random
        for (hertz, level) in zip(Self.centresHz, decibels) {
            var oscillator = Oscillator(
                amplitude: 2.0.squareRoot() * pow(10, level / 20), hertz: hertz,
                rates: EvenShares(8, random: random.fork("swing")))
            oscillator.phase = random.unit()
            oscillator.startCycle()
            oscillators.append(oscillator)
        }
    }

    /// Advances by one control step and returns the modulation, with a mean of 0.
    mutating func next() -> Double {
        var sum = 0.0
        for index in oscillators.indices {
            sum += oscillators[index].amplitude * sin(2 * .pi * oscillators[index].phase)
            oscillators[index].phase += oscillators[index].step
            if oscillators[index].phase >= 1 {
                oscillators[index].phase -= 1
                oscillators[index].startCycle()
            }
        }
        return sum
    }
}
