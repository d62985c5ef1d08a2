extension PitchedInstrument {
    /// A felt piano: a grand's softest layer, with two-stage decay and hammer thump.
    ///
    /// Measured on a grand's soft layer at D#2, D3, C#4 and C5: partials 2 to 8 in dB relative to the first 70 ms after
    /// the onset, their first decay, and the level of the aftersound (G. Weinreich, "Coupled piano strings", 1977: the
    /// strings of a unison first drive the bridge in phase, then out of phase). At higher velocities the upper partials
    /// grow by the difference of two layers of the same piano.
    static let feltPiano = PitchedInstrument(
        roots: stride(from: 26, through: 98, by: 6),
        layers: zip([0...55, 56...92, 93...127], [0, 0.5, 1]).map { velocities, hardness in
            Layer(velocities) { key in felt(key, hardness: hardness) }
        },
        envelope: Envelope(decay: 4, perOctave: 1.3, release: 0.28),
        release: ReleaseNoise(peak: 0.025, lowHertz: 80, highHertz: 450, seconds: 0.4))

    private static let softLevels = KeyTable(rows: [
        (39, [0, 0.4, -6, -8, -10, -15, -19, -40]), (50, [0, -4, -8, -16, -22, -28, -32, -52]),
        (61, [0, -5, -21, -30, -33, -42, -52, -60]), (72, [0, -17, -32, -43, -42, -59, -62, -64]),
        (84, [0, -25, -42, -54, -60, -70, -75, -80]),
    ])
    private static let harder = [0, 1.4, 2.2, 3.3, 5.3, 8.2, 9.4, 10.2]
    private static let firstDecay = KeyTable(rows: [
        (39, [20, 22, 22, 20, 18, 16, 16, 16]), (50, [29, 27, 25, 22, 20, 18, 18, 18]),
        (61, [27, 27, 24, 20, 18, 16, 16, 16]), (72, [34, 32, 26, 22, 20, 20, 20, 20]),
        (96, [45, 45, 45, 45, 45, 45, 45, 45]),
    ])
    private static let aftersound = KeyTable(rows: [(39, [-5]), (50, [-11]), (61, [-20]), (72, [-23]), (96, [-28])])
    /// Attack time in seconds.
    private static let attack = KeyTable(rows: [(50, [0.024]), (61, [0.02]), (72, [0.012]), (90, [0.006])])

    private static func felt(_ key: Int, hardness: Double) -> Tone {
        let levels = zip(softLevels[key], harder).map { $0 + $1 * hardness }
        return Tone(
            partials: Tone.partials(
                levels, decay: firstDecay[key], aftersound: aftersound[key][0], inharmonicity: inharmonicity(key),
                measuredAfter: 0.07),
            head: key > 80 ? 0.7 : 1.1, loop: 0.1, attack: attack[key][0], onsetNoise: (-20, 420, 0.03))
    }

    /// Returns the measured inharmonicity B: 2.9e-4 at C4, doubling every eight semitones, and 8e-5 on the wound
    /// strings below.
    private static func inharmonicity(_ key: Int) -> Double {
        max(8e-5, 2.9e-4 * KitMath.exponential(Double(key - 60) / 8 * 0.6931471805599453))
    }
}
