import LofiPlugin

/// Butterworth low-pass and high-pass filters of two or four poles, as second-order sections.
enum PassFilter {
    enum Side { case low, high }

    static func parameters(cutoff: Double) -> [Parameter] {
        [
            .number("cutoff", 20...20000, default: cutoff, unit: "Hz", "-3 dB frequency"),
            .choice("slope", ["12", "24"], default: "12", "slope in dB per octave"),
        ]
    }

    /// Returns one section for 12 dB per octave, two for 24.
    static func sections(_ side: Side, settings: Settings, sampleRate: Double) -> [Biquad] {
        var sections: [Biquad] = []
        let cutoff = settings.number("cutoff")
        // Q of the pole pairs of a Butterworth filter: 1 / (2 cos θ).
        let qualities = settings.text("slope") == "24" ? [0.541196100146197, 1.306562964876377] : [0.707106781186548]
        // The second section compensates the first one's deviation from its analogue prototype.
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

/// Returns how many frames a second-order filter at this frequency rings: e^(-ω t / 2Q) down to -90 dB, twice that for
/// two sections.
func ringFrames(cornerHz: Double, quality: Double, sampleRate: Double) -> Int {
    Int((90 / 8.686) * 2 * quality / (2 * .pi * cornerHz) * sampleRate * 2) + 64
}
