extension PitchedInstrument {
    /// A plucked upright bass: a soft first partial, a bloom of the middle ones, the thump of the body and the finger's
    /// noise.
    ///
    /// Levels and decays as on sampled double basses (FluidR3, TimGM6mb at G1, C2, G2): partials 3 to 8 at -15 to -30 dB,
    /// then 3 dB per partial; the peak 40 to 90 ms after the onset; decays of 10 to 30 dB/s. Body modes: air near 62 Hz,
    /// top near 105 Hz and above (A. Askenfelt, "Eigenmodes and tone quality of the double bass", 1982).
    static let uprightBass = PitchedInstrument(
        roots: stride(from: 28, through: 60, by: 4),
        layers: zip([0...60, 61...98, 99...127], [-1.0, 0, 1]).map { velocities, hardness in
            Layer(velocities) { key, random in
                let string = StringTone(
                    levels: bassLevels[key].enumerated().map { $1 + 3.4 * hardness * min(4, Double($0)) },
                    decay: bassDecay[key], inharmonicity: 1e-4,
                    upperLevel: { hertz in
                        -27 + 6 * hardness - (9 - 2 * hardness) * KitMath.log2(hertz / 400)
                            - 10 * max(0, KitMath.log2(hertz / 1800))
                    }, lossPerKilohertz: 32, limitHertz: 4000, pluckPosition: random.uniform(0.14...0.2),
                    body: bassBody, second: (-11, 0.7))
                var partials = string.partials(hertz: KitMath.hertz(Double(key)), &random)
                for index in partials.indices where partials[index].ratio < 7 {
                    partials[index].rise = partials[index].ratio < 1.5 ? 0.014 : 0.02
                }
                return Tone(
                    partials: partials, head: key > 46 ? 0.74 : 0.87, loop: 0.15, attack: 0.008, glide: (12, 0.018),
                    onset: [
                        OnsetNoise(decibels: -28 + 4 * hardness, lowHertz: 700, highHertz: 3600, seconds: 0.009),
                        OnsetNoise(decibels: -20, lowHertz: 90, highHertz: 500, seconds: 0.025),
                    ],
                    knock: [
                        Knock(hertz: 62, decibels: -12, seconds: 0.06), Knock(hertz: 105, decibels: -12, seconds: 0.05),
                        Knock(hertz: 165, decibels: -18, seconds: 0.04),
                        Knock(hertz: 228, decibels: -20, seconds: 0.03),
                    ])
            }
        },
        envelope: Envelope(decay: 8, perOctave: 1.3, release: 0.09),
        release: ReleaseNoise(peak: 0.012, lowHertz: 200, highHertz: 1200, seconds: 0.15))

    private static let bassBody = BodyResponse("upright-bass", spread: 4)
    private static let bassLevels = KeyTable(rows: [
        (31, [0, 1, -6, -11, -19, -20, -22, -24]), (43, [0, -8, -17, -22, -29, -28, -29, -31]),
        (55, [0, -9, -16, -22, -26, -30, -34, -38]),
    ])
    private static let bassDecay = KeyTable(rows: [
        (31, [7, 10, 13, 15, 18, 20, 22, 24]), (43, [9, 12, 16, 18, 22, 24, 27, 30]),
        (55, [14, 18, 22, 25, 30, 33, 36, 40]),
    ])

    /// A sub bass: nearly a sine, driven into its harmonics at high velocity.
    static let subBass = PitchedInstrument(
        roots: stride(from: 26, through: 62, by: 6),
        layers: zip([0...60, 61...98, 99...127], [[-26.0, -44, -50], [-16, -26, -40], [-3.5, -9, -15]]).map {
            velocities, levels in
            Layer(velocities) { _, _ in
                Tone(
                    partials: Tone.partials([0] + levels, decay: [2.5, 6.5, 10.5, 12]), head: 0.3, loop: 0.05,
                    attack: 0.006)
            }
        },
        envelope: Envelope(decay: 2.5, perOctave: 1.1, release: 0.07),
        brightness: Brightness(cutoffHertz: 900, octaves: 2.5))
}
