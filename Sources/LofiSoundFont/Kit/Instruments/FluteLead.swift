extension PitchedInstrument {
    /// A breathy flute whose overtones grow with velocity.
    static let fluteLead = PitchedInstrument(
        roots: stride(from: 53, through: 96, by: 6),
        layers: [
            Layer(0...127) { key in
                Tone(
                    partials: Tone.partials([0, -11, -18, -27, -36, -44], decay: [0]), head: 0.15, loop: 0.6,
                    attack: 0.045, onsetNoise: (-20, 2500, 0.03),
                    breath: (-26, min(4000, 2 * KitMath.hertz(Double(key)))))
            }
        ],
        envelope: Envelope(
            decay: 0, perOctave: 1, release: 0.16,
            settings: [
                (.attack, KitMath.timecents(0.05)), (.vibratoToPitch, 11),
                (.vibratoFrequency, KitMath.absoluteCents(4.9)), (.vibratoDelay, KitMath.timecents(0.35)),
            ]),
        brightness: Brightness(cutoffHertz: 6000, octaves: 3))
}
