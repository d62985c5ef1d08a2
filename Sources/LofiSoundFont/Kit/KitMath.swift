/// Mathematics from additions, multiplications and roots alone, so that the font's bytes do not depend on the C
/// library.
enum KitMath {
    /// Returns sin(2π × turns), to 1e-9.
    static func sine(_ turns: Double) -> Double {
        var x = turns - turns.rounded(.down)
        // Fold into the rising quarter around 0.
        if x > 0.75 { x -= 1 } else if x > 0.25 { x = 0.5 - x }
        let a = x * 6.283185307179586
        let s = a * a
        return a * (1 - s / 6 * (1 - s / 20 * (1 - s / 42 * (1 - s / 72 * (1 - s / 110 * (1 - s / 156))))))
    }

    static func cosine(_ turns: Double) -> Double { sine(turns + 0.25) }

    /// Returns e^x, with a relative error of 1e-12.
    static func exponential(_ x: Double) -> Double {
        let scaled = x * 1.4426950408889634
        let whole = scaled.rounded()
        let a = (scaled - whole) * 0.6931471805599453
        var term = 1.0
        var sum = 1.0
        for k in 1...14 {
            term *= a / Double(k)
            sum += term
        }
        return Double(sign: .plus, exponent: Int(max(-1000, min(1000, whole))), significand: sum)
    }

    /// Returns log2(x) of a positive number, to 1e-12.
    static func log2(_ x: Double) -> Double {
        // ln m = 2 artanh((m - 1) / (m + 1)), m in 1 ..< 2.
        let z = (x.significand - 1) / (x.significand + 1)
        var power = z
        var sum = 0.0
        for k in stride(from: 1, to: 60, by: 2) {
            sum += power / Double(k)
            power *= z * z
        }
        return Double(x.exponent) + 2 * sum * 1.4426950408889634
    }

    /// Returns the amplitude of a level in dB.
    static func amplitude(_ decibels: Double) -> Double { exponential(decibels * 0.11512925464970229) }

    /// Returns the frequency of a MIDI key, A4 = 440 Hz.
    static func hertz(_ key: Double) -> Double { 440 * exponential((key - 69) / 12 * 0.6931471805599453) }

    /// Returns SoundFont's logarithmic unit of time: 1200 × log2(seconds).
    static func timecents(_ seconds: Double) -> Int { Int((1200 * log2(max(0.001, seconds))).rounded()) }

    /// Returns SoundFont's unit of frequency: cents above 8.176 Hz.
    static func absoluteCents(_ hertz: Double) -> Int { Int((1200 * log2(hertz / 8.176)).rounded()) }
}
