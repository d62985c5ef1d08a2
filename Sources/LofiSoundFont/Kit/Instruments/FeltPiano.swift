import LofiPlugin

extension PitchedInstrument {
    /// A felt piano: a grand's softest layer, with two-stage decay, beating unisons and the thump of hammer and key.
    ///
    /// Measured on a grand's soft layer at D#2, D3, C#4 and C5: partials 2 to 8 in dB relative to the first 70 ms after
    /// the onset, their first decay, and the level of the aftersound (G. Weinreich, "Coupled piano strings", 1977: the
    /// strings of a unison first drive the bridge in phase, then out of phase). The upper partials grow with velocity;
    /// the hardest layer is a grand as sampled at E2, E3, E4 and E5 (FluidR3, TimGM6mb), darkened by the felt.
    static let feltPiano = PitchedInstrument(
        roots: stride(from: 28, through: 98, by: 5),
        layers: zip([0...47, 48...72, 73...100, 101...127], [0, 0.33, 0.67, 1]).map { velocities, hardness in
            Layer(velocities) { key, random in felt(key, hardness: hardness, &random) }
        },
        envelope: Envelope(decay: 4, perOctave: 1.3, release: 0.28),
        release: ReleaseNoise(peak: 0.025, lowHertz: 80, highHertz: 450, seconds: 0.4))

    private static let softLevels = KeyTable(rows: [
        (39, [0, 0.4, -6, -8, -10, -15, -19, -32]), (50, [0, -4, -8, -16, -22, -28, -32, -42]),
        (61, [0, -5, -21, -30, -33, -42, -46, -50]), (72, [0, -17, -32, -43, -42, -59, -62, -64]),
        (84, [0, -25, -42, -54, -60, -70, -75, -80]),
    ])
    private static let hardLevels = KeyTable(rows: [
        (39, [0, 2, 0, -1, -2, -6, -8, -14]), (50, [0, 0, -1, -7, -11, -14, -16, -20]),
        (61, [0, -1, -13, -19, -16, -18, -17, -18]), (72, [0, -5.5, -11.5, -16, -17, -20, -23, -26]),
        (84, [0, -5.5, -13, -22, -28, -34, -40, -46]), (96, [0, -3.4, -13, -22, -28, -34, -40, -46]),
    ])
    private static let firstDecay = KeyTable(rows: [
        (39, [20, 22, 22, 20, 18, 16, 16, 16]), (50, [29, 27, 25, 22, 20, 18, 18, 18]),
        (61, [27, 27, 24, 20, 18, 16, 16, 16]), (72, [34, 32, 26, 22, 20, 20, 20, 20]),
        (96, [45, 45, 45, 45, 45, 45, 45, 45]),
    ])
    private static let aftersound = KeyTable(rows: [(39, [-5]), (50, [-11]), (61, [-20]), (72, [-23]), (96, [-28])])
    /// Attack time in seconds.
    private static let attack = KeyTable(rows: [(50, [0.024]), (61, [0.02]), (72, [0.012]), (90, [0.006])])
    private static let soundboard = BodyResponse("felt-piano", spread: 6)

    private static func felt(_ key: Int, hardness: Double, _ random: inout RandomStream) -> Tone {
        let levels = mix(softLevels[key], hardLevels[key], hardness)
        let last = levels[7]
        let eighth = 8 * KitMath.hertz(Double(key))
        let string = StringTone(
            levels: levels, decay: firstDecay[key], inharmonicity: inharmonicity(key),
            upperLevel: { hertz in
                last + 6 - (14 - 6 * hardness) * KitMath.log2(hertz / eighth) - 12 * max(0, KitMath.log2(hertz / 3000))
            }, lossPerKilohertz: 10, limitHertz: hardness > 0.9 ? 5400 : 3900, pluckPosition: 0.12, body: soundboard,
            second: (-10, 0.8), aftersound: aftersound[key][0], measuredBody: 0.15)
        return Tone(
            partials: string.partials(hertz: KitMath.hertz(Double(key)), &random),
            head: key > 80 ? 0.62 : 0.83, loop: 0.1, attack: attack[key][0],
            onset: [
                OnsetNoise(decibels: -26 + 3 * hardness, lowHertz: 100, highHertz: 500, seconds: 0.03),
                OnsetNoise(decibels: -38 + 10 * hardness, lowHertz: 600, highHertz: 3000, seconds: 0.012),
            ],
            knock: [
                Knock(hertz: 78, decibels: -22, seconds: 0.05), Knock(hertz: 132, decibels: -21, seconds: 0.05),
                Knock(hertz: 217, decibels: -24, seconds: 0.04),
            ])
    }

    /// Returns the measured inharmonicity B: 2.9e-4 at C4, doubling every eight semitones, and 8e-5 on the wound
    /// strings below.
    private static func inharmonicity(_ key: Int) -> Double {
        max(8e-5, 2.9e-4 * KitMath.exponential(Double(key - 60) / 8 * 0.6931471805599453))
    }
}
