import LofiPlatform
import LofiPlugin

/// A slow random wandering whose power is given per octave of its rate.
///
/// One swing for each octave, of a fixed height; how long each of its turns takes is drawn anew. Noise through band-passes
/// would do too, but a minute holds four turns of the slowest: its power would be another in every minute. The figures
/// are those of a recording's envelope (its modulation spectrum): power in dB against the squared mean.
struct SlowModulation: Sendable {
    /// The bands of the figures: 0.05–0.1, 0.1–0.2 … 6.3–12.5, 12.5–25 Hz; the last is left out at will.
    private static let centresHz: [Double] = (0..<9).map { 0.0707 * pow(2, Double($0)) }
    /// By how many octaves the rate of a turn may differ from its band's middle: less than to its edge, because a swing
    /// whose rate changes reaches over it.
    private static let octaves = -0.35...0.35

    /// Of the wandering as a whole.
    let variance: Double
    private var swings: [Swing] = []

    private struct Swing {
        let amplitude: Double
        let hertz: Double
        /// Of a turn, 0…1, and what a step of the grid adds.
        var phase = 0.0
        var step = 0.0
        var rates: EvenShares

        mutating func turn() { step = hertz * exp2(rates.uniform(SlowModulation.octaves)) / ControlGrid.hertz }
    }

    /// - Parameter decibels: of the eight or nine bands.
    init(decibels: [Double], random: RandomStream) {
        variance = decibels.reduce(0) { $0 + pow(10, $1 / 10) }
        var random = random
        for (hertz, level) in zip(Self.centresHz, decibels) {
            var swing = Swing(
                amplitude: 2.0.squareRoot() * pow(10, level / 20), hertz: hertz,
                rates: EvenShares(8, random: random.fork("swing")))
            swing.phase = random.unit()
            swing.turn()
            swings.append(swing)
        }
    }

    /// Wanders on by one step of the grid.
    mutating func next() -> Double {
        var sum = 0.0
        for index in swings.indices {
            sum += swings[index].amplitude * sin(2 * .pi * swings[index].phase)
            swings[index].phase += swings[index].step
            if swings[index].phase >= 1 {
                swings[index].phase -= 1
                swings[index].turn()
            }
        }
        return sum
    }
}
