import LofiCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A slow random wandering whose power is given per octave of its rate.
///
/// Independent noise through eight octave-wide band-passes, twice each, on the control grid. The figures are those of a recording's
/// envelope (its modulation spectrum): power in dB against the squared mean.
struct SlowModulation: Sendable {
    /// The bands of the figures: 0.05–0.1, 0.1–0.2 … 6.3–12.5 Hz.
    private static let centresHz: [Double] = (0..<8).map { 0.0707 * pow(2, Double($0)) }

    /// Of the wandering as a whole.
    let variance: Double
    private var random: RandomStream
    private let input: SIMD8<Double>
    private let b0: SIMD8<Double>
    private let a1: SIMD8<Double>
    private let a2: SIMD8<Double>
    private var first = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    private var second = (SIMD8<Double>.zero, SIMD8<Double>.zero)

    /// - Parameter decibels: of the eight bands.
    init(decibels: [Double], random: RandomStream) {
        self.random = random
        var (input, b0, a1, a2) = (SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero)
        // Two in a row are an octave wide.
        let q = 0.91
        for (band, hertz) in Self.centresHz.enumerated() {
            let omega = 2 * Double.pi * hertz / ControlGrid.hertz
            let alpha = sin(omega) / (2 * q)
            // Two band-passes let π f / 4Q hertz of the noise through; the grid has half its rate of them.
            let passed = Double.pi * hertz / (4 * q) / (ControlGrid.hertz / 2)
            b0[band] = alpha / (1 + alpha)
            input[band] = pow(10, decibels[band] / 20) / passed.squareRoot()
            a1[band] = -2 * cos(omega) / (1 + alpha)
            a2[band] = (1 - alpha) / (1 + alpha)
        }
        (self.input, self.b0, self.a1, self.a2) = (input, b0, a1, a2)
        variance = decibels.reduce(0) { $0 + pow(10, $1 / 10) }
        // The slowest band has found its level after some ten seconds.
        for _ in 0..<Int(20 * ControlGrid.hertz) { _ = next() }
    }

    /// Wanders on by one step of the grid.
    mutating func next() -> Double {
        var noise = SIMD8<Double>.zero
        for band in 0..<8 { noise[band] = random.uniform(-3.0.squareRoot()...3.0.squareRoot()) }
        return passed(passed(noise * input, &first), &second).sum()
    }

    @inline(__always)
    private func passed(_ noise: SIMD8<Double>, _ state: inout (SIMD8<Double>, SIMD8<Double>)) -> SIMD8<Double> {
        let input = noise * b0
        let output = input + state.0
        state.0 = state.1 - output * a1
        state.1 = -input - output * a2
        return output
    }
}
