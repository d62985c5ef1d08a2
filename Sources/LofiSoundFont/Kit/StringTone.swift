import LofiPlugin

/// How a plucked or struck string sounds on its instrument: measured low partials, and laws for those above.
struct StringTone {
    /// Levels of the lowest partials in dB relative to the first, 70 ms after the onset.
    var levels: [Double]
    /// Decay of the same partials in dB per second.
    var decay: [Double]
    /// Inharmonicity B: f_n = n f_1 √((1 + B n²) / (1 + B)).
    var inharmonicity: Double
    /// Level in dB relative to the first partial of the partials above those measured, by frequency in Hz.
    var upperLevel: (_ hertz: Double) -> Double
    /// Growth of the decay of the upper partials in dB per second per kHz: losses in air and string.
    var lossPerKilohertz: Double
    /// Highest frequency that is still synthesised.
    var limitHertz: Double
    /// Position of the pluck as a share of the string.
    var pluckPosition: Double
    /// What the body radiates.
    var body: BodyResponse
    /// What beats with each partial: the string's other polarisation, or the other strings of a unison. Level in dB
    /// relative to the partial, and largest detuning in Hz.
    var second: (decibels: Double, hertz: Double)?
    var aftersound: Double?
    /// Share of the body's colour that the lowest partials take on.
    var measuredBody = 0.0

    /// Returns the partials of a key.
    func partials(hertz: Double, _ random: inout RandomStream) -> [Tone.Partial] {
        var partials: [Tone.Partial] = []
        var n = 1.0
        while n <= 48 {
            let index = Int(n) - 1
            // Scattered phases keep the peak of the wave low.
            let phase = n == 1 ? 0 : random.unit()
            let ratio = n * ((1 + inharmonicity * n * n) / (1 + inharmonicity)).squareRoot()
            let frequency = ratio * hertz
            if frequency > limitHertz { break }
            var (level, rate): (Double, Double)
            if index < levels.count {
                (level, rate) = (levels[index], decay[min(index, decay.count - 1)])
                level += (rate - decay[0]) * 0.07
                if index > 0 { level += measuredBody * (body[frequency] - body[hertz]) }
            } else {
                rate = decay[0] + lossPerKilohertz * frequency / 1000
                level = upperLevel(frequency) + body[frequency] + comb(n)
            }
            // No two plucks are alike.
            if index > 0 { level += random.normal() * 0.7 }
            if let second, index > 0, index < 16, level > -50 {
                // A pair on either side keeps the pitch. The low partials, which carry it, beat less.
                let side = second.decibels - 3 * max(0, 8 - n)
                let detune = random.uniform(0.3...1) * second.hertz / hertz
                let turn = random.uniform(-0.2...0.2)
                // Together they begin at the given level.
                level -= 6.020599913279624 * KitMath.log2(1 + 2 * KitMath.amplitude(side) * KitMath.cosine(turn))
                for sign in [-1.0, 1] {
                    partials.append(
                        Tone.Partial(
                            ratio: ratio + sign * detune, decibels: level + side, decay: 0.8 * rate,
                            aftersound: aftersound, phase: phase + sign * turn))
                }
            }
            if level > -66 {
                partials.append(
                    Tone.Partial(ratio: ratio, decibels: level, decay: rate, aftersound: aftersound, phase: phase))
            }
            n += 1
        }
        return partials
    }

    /// A string plucked at a node of a partial does not move in it; the width of the finger fills the notch.
    private func comb(_ n: Double) -> Double {
        let shape = KitMath.sine(n * pluckPosition / 2)
        return 3.0102999566398120 * KitMath.log2(shape * shape + 0.04)
    }
}

/// The radiation of a wooden body: resonances that colour every note alike.
struct BodyResponse: Sendable {
    /// Levels in dB at steps of a sixth of an octave above 60 Hz.
    private let levels: [Double]

    /// Draws the resonances of one instrument.
    ///
    /// - Parameter spread: standard deviation in dB.
    init(_ name: String, spread: Double) {
        var random = RandomStream(seed: 1, place: "kit/\(name)/body")
        levels = (0..<48).map { _ in max(-11, min(11, random.normal() * spread)) }
    }

    /// Returns the level in dB at a frequency.
    subscript(hertz: Double) -> Double {
        let place = max(0, min(46, 6 * KitMath.log2(max(60, hertz) / 60)))
        let index = Int(place)
        return levels[index] + (levels[index + 1] - levels[index]) * (place - Double(index))
    }
}
