import LofiPlugin

/// A pad: harmonics that swell and fade independently of each other, left and right differently.
///
/// Each harmonic carries two pairs of sidebands, as detuned voices do. Their phases make every pair an amplitude
/// modulation, so that the pitch stays exact while the voices beat; the fundamental, which carries it, beats least.
enum WarmPad {
    private static let loopSeconds = 1.8
    private static let detuneCents = 5.5

    /// Slope of the harmonics in dB per octave at low and high velocity.
    private static let layers: [(velocities: ClosedRange<Int>, slope: Double)] = [(0...83, -11), (84...127, -5.2)]

    static func build(
        named name: String, into design: inout SoundFontDesign, random: inout RandomStream
    ) -> SoundFontDesign.Instrument {
        var zones: [SoundFontDesign.Zone] = []
        for (root, keys) in PitchedInstrument.spans(Array(stride(from: 36, through: 84, by: 12))) {
            let hertz = KitMath.hertz(Double(root))
            for (number, layer) in layers.enumerated() {
                for side in [-1, 1] {
                    let tone = Tone(
                        partials: voices(hertz, side: side, slope: layer.slope), head: 0.05,
                        loop: loopSeconds, attack: 0.02)
                    var sample = tone.sample(
                        Tone.Note(
                            name: "\(name) \(root).\(number)\(side < 0 ? "L" : "R")", key: root, envelopeDecay: 0),
                        random: &random)
                    sample.scale(rms: 0.15)
                    var zone = SoundFontDesign.Zone(
                        keys: keys, velocities: layer.velocities, sample: design.add(sample))
                    zone.settings = [
                        (.filterCutoff, KitMath.absoluteCents(min(4500, max(2400, 8 * hertz)))), (.pan, side * 400),
                        (.attack, KitMath.timecents(0.45)), (.release, KitMath.timecents(0.9)), (.sampleModes, 1),
                    ]
                    zone.modulators = [.init(.inverseVelocity, to: .filterCutoff, amount: -3600)]
                    zones.append(zone)
                }
            }
        }
        return SoundFontDesign.Instrument(name: name, zones: zones)
    }

    private static func voices(_ hertz: Double, side: Int, slope: Double) -> [Tone.Partial] {
        // Both layers move alike, so that loudness does not step between them.
        var random = RandomStream(seed: 1, place: "kit/warm-pad/\(Int(hertz))/\(side)")
        let periods = hertz * loopSeconds
        let step = periods * (detuneCents + Double(side) * 0.7) / 1200 * 0.6931471805599453
        // Sidebands are whole cycles per loop away; low voices at least one.
        let near = max(1, step.rounded())
        let far = max(near + 1, (2 * step).rounded())
        // Leave out what the filter would remove anyway.
        let harmonics = (1...8).map(Double.init).filter { $0 * hertz < 5000 }
        return harmonics.flatMap { harmonic in
            let level = slope * KitMath.log2(harmonic) - 1.5 * (harmonic - 1)
            // Both sides alike, so that their sum keeps every harmonic.
            let phase = 0.38 * harmonic
            let centre = Tone.Partial(ratio: harmonic, decibels: level, decay: 0, phase: phase)
            return [centre]
                + [(near, -15.0), (far, -18.0)].flatMap { cycles, depth in
                    // The fundamental begins at its fullest.
                    let turn = harmonic == 1 ? random.uniform(-0.15...0.15) : random.unit()
                    return [-1.0, 1].map { sign in
                        Tone.Partial(
                            ratio: (1 + sign * cycles / periods) * harmonic,
                            decibels: level + depth + (harmonic > 1 ? 8 : 0), decay: 0,
                            phase: phase + sign * turn)
                    }
                }
        }
    }
}
