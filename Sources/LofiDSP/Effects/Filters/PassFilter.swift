import LofiPlugin

/// A Butterworth low-pass or high-pass of two or four poles, as sections.
enum PassFilter {
    enum Side { case low, high }

    static func parameters(cutoff: Double) -> [Parameter] {
        [
            .number("cutoff", 20...20000, default: cutoff, unit: "Hz", "where the level is 3 dB down"),
            .choice("slope", ["12", "24"], default: "12", "dB per octave"),
        ]
    }

    static func sections(_ side: Side, settings: Settings, sampleRate: Double) -> [Biquad] {
        var sections: [Biquad] = []
        let cutoff = settings.number("cutoff")
        // Q of the pole pairs of a Butterworth filter: 1 / (2 cos θ).
        let qualities = settings.text("slope") == "24" ? [0.541196100146197, 1.306562964876377] : [0.707106781186548]
        // What the first section is off by, the second makes good.
        var before: (analogue: AnalogueSection, digital: Biquad.Coefficients)?
        for q in qualities {
            let analogue: AnalogueSection = side == .low ? .lowPass(q: q) : .highPass(q: q)
            let corner = min(cutoff, 0.49 * sampleRate)
            let digital = analogue.digital(cornerHz: corner, sampleRate: sampleRate) { hertz in
                guard let before else { return 1 }
                return before.analogue.power(at: hertz / corner) / before.digital.power(at: hertz / sampleRate)
            }
            sections.append(Biquad(digital))
            before = (analogue, digital)
        }
        return sections
    }
}

/// How long a second-order filter at this frequency rings: e^(-ω t / 2Q) to -90 dB, twice that for two sections.
func ringFrames(cornerHz: Double, quality: Double, sampleRate: Double) -> Int {
    Int((90 / 8.686) * 2 * quality / (2 * .pi * cornerHz) * sampleRate * 2) + 64
}
