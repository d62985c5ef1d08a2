extension PitchedInstrument {
    /// A nylon guitar plucked with the fingertip: partials 2 to 8 and their decays as measured at D3, C#4 and C#5, for
    /// the middle layer; harder plucks are brighter and noisier.
    ///
    /// The upper partials follow the level and decay of sampled nylon guitars (FluidR3, TimGM6mb: -20 to -30 dB up to 4
    /// kHz, then falling; 10 dB/s more per 500 Hz), coloured by the pluck position and the body. Body modes: air at 100
    /// Hz, top at 200 Hz and above (T. Rossing, "The Science of String Instruments", 2010).
    static let nylonGuitar = PitchedInstrument(
        roots: stride(from: 40, through: 85, by: 5),
        layers: zip([0...55, 56...96, 97...127], [-1.0, 0, 1]).map { velocities, hardness in
            Layer(velocities) { key, random in
                let string = StringTone(
                    levels: pluckedLevels[key].enumerated().map { $1 + (2.5 * hardness - 1) * Double($0) },
                    decay: pluckedDecay[key], inharmonicity: 6e-5,
                    upperLevel: { hertz in
                        -10 + 7 * hardness - (5 - 2 * hardness) * KitMath.log2(hertz / 1000)
                            - 16 * max(0, KitMath.log2(hertz / 3600))
                    }, lossPerKilohertz: 13, limitHertz: 5400, pluckPosition: random.uniform(0.2...0.27),
                    body: nylonBody, second: (-8, 0.9), measuredBody: 0.55)
                return Tone(
                    partials: string.partials(hertz: KitMath.hertz(Double(key)), &random),
                    head: key > 70 ? 0.6 : 0.75, loop: 0.15, attack: 0.007,
                    onset: [
                        OnsetNoise(decibels: -20 + 4 * hardness, lowHertz: 900, highHertz: 5500, seconds: 0.006),
                        OnsetNoise(decibels: -18, lowHertz: 150, highHertz: 900, seconds: 0.02),
                    ],
                    knock: [
                        Knock(hertz: 102, decibels: -15, seconds: 0.07),
                        Knock(hertz: 204, decibels: -14, seconds: 0.05),
                        Knock(hertz: 265, decibels: -20, seconds: 0.04),
                        Knock(hertz: 392, decibels: -20, seconds: 0.03),
                        Knock(hertz: 553, decibels: -23, seconds: 0.025),
                    ])
            }
        },
        envelope: Envelope(decay: 8, perOctave: 1.42, release: 0.14),
        release: ReleaseNoise(peak: 0.015, lowHertz: 400, highHertz: 2500, seconds: 0.15))

    private static let nylonBody = BodyResponse("nylon-guitar", spread: 9.5)

    private static let pluckedLevels = KeyTable(rows: [
        (50, [0, 2, -1, -10, -19, -25, -20, -17]), (61, [0, 2, -2.5, -12.5, -19, -23, -25, -16]),
        (73, [0, -5, -20, -18, -22, -36, -35, -34]), (84, [0, -8, -18, -30, -38, -40, -45, -60]),
    ])
    private static let pluckedDecay = KeyTable(rows: [
        (50, [3.6, 5, 7.5, 8, 16, 15, 15, 16]), (61, [9.7, 8.5, 18, 25, 20, 20, 20, 20]),
        (73, [12.6, 20, 22, 24, 27, 25, 25, 25]), (84, [26, 26, 30, 38, 45, 45, 45, 45]),
    ])

    /// A palm-muted electric guitar. The palm lies on the strings from the start, so that its notes end without a noise.
    static let mutedGuitar = PitchedInstrument(
        roots: stride(from: 40, through: 85, by: 5),
        layers: zip([0...55, 56...96, 97...127], [-1.0, 0, 1]).map { velocities, hardness in
            Layer(velocities) { key, random in
                let string = StringTone(
                    levels: [0.0, 2, -3, -9, -14, -19].enumerated().map { $1 + (2.6 * hardness - 1) * Double($0) },
                    decay: [12, 16.5, 20, 23, 25.5, 27], inharmonicity: 5e-5,
                    upperLevel: { hertz in
                        -5.5 + 8 * hardness - (9 - 2 * hardness) * KitMath.log2(hertz / 800)
                    }, lossPerKilohertz: 50, limitHertz: 5400, pluckPosition: random.uniform(0.12...0.17),
                    body: mutedBody, second: (-8, 0.8), measuredBody: 0.6)
                return Tone(
                    partials: string.partials(hertz: KitMath.hertz(Double(key)), &random), head: 0.4, loop: 0.1,
                    attack: 0.003,
                    onset: [
                        OnsetNoise(decibels: -17 + 4 * hardness, lowHertz: 1200, highHertz: 5500, seconds: 0.005),
                        OnsetNoise(decibels: -20, lowHertz: 120, highHertz: 800, seconds: 0.018),
                    ],
                    knock: [
                        Knock(hertz: 115, decibels: -17, seconds: 0.04),
                        Knock(hertz: 230, decibels: -17, seconds: 0.03),
                    ])
            }
        },
        envelope: Envelope(decay: 13.6, perOctave: 1.3, release: 0.12))

    private static let mutedBody = BodyResponse("muted-guitar", spread: 8)
}
