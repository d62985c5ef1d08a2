import LofiPlugin

/// A pad of five voices per side, a few cents apart, falling off by 9 dB per octave and more; left and right differ.
enum WarmPad {
    private static let loopSeconds = 1.8
    private static let detuneCents = 5.5

    static func build(
        named name: String, into design: inout SoundFontDesign, random: inout RandomStream
    ) -> SoundFontDesign.Instrument {
        var zones: [SoundFontDesign.Zone] = []
        for (root, keys) in PitchedInstrument.spans(Array(stride(from: 36, through: 84, by: 12))) {
            for side in [-1, 1] {
                let tone = Tone(
                    partials: voices(KitMath.hertz(Double(root)), side: side), head: 0.05, loop: loopSeconds,
                    attack: 0.02)
                var sample = tone.sample(
                    Tone.Note(name: "\(name) \(root)\(side < 0 ? "L" : "R")", key: root, envelopeDecay: 0),
                    random: &random)
                sample.normalise(peak: 0.5)
                var zone = SoundFontDesign.Zone(keys: keys, sample: design.add(sample))
                zone.settings = [
                    (.filterCutoff, KitMath.absoluteCents(3200)), (.pan, side * 400),
                    (.attack, KitMath.timecents(0.45)), (.release, KitMath.timecents(0.9)), (.sampleModes, 1),
                ]
                zone.modulators = [.init(.inverseVelocity, to: .filterCutoff, amount: -3600)]
                zones.append(zone)
            }
        }
        return SoundFontDesign.Instrument(name: name, zones: zones)
    }

    /// The centre voice is in tune and the loudest; the others are detuned by whole cycles per loop, symmetrically.
    private static func voices(_ hertz: Double, side: Int) -> [Tone.Partial] {
        let periods = hertz * loopSeconds
        let step = periods * (detuneCents + Double(side) * 0.7) / 1200 * 0.6931471805599453
        // Low voices are detuned by at least one cycle per loop; then one on each side is enough.
        let near = max(1, step.rounded())
        let far = (2 * step).rounded() > near ? [(2 * step).rounded()] : []
        let cycles: [Double] = [0, near, -near] + far + far.map { -$0 }
        // Leave out what the filter would remove anyway.
        let harmonics = (1...6).map(Double.init).filter { $0 * hertz < 5000 }
        return cycles.flatMap { cycles in
            harmonics.map { harmonic in
                let level = -9 * KitMath.log2(harmonic) - 2.5 * (harmonic - 1) - (cycles == 0 ? 0 : 3)
                return Tone.Partial(
                    ratio: (1 + cycles / periods) * harmonic, decibels: level, decay: 0, aftersound: nil)
            }
        }
    }
}
