extension PitchedInstrument {
    /// A nylon guitar plucked with the fingertip: partials 2 to 8 and their decays as measured at D3, C#4 and C#5, for
    /// the middle layer; harder and softer plucks tilt the spectrum.
    static let nylonGuitar = PitchedInstrument(
        roots: stride(from: 38, through: 87, by: 7),
        layers: zip([0...55, 56...96, 97...127], [-2.5, 0, 1.5]).map { velocities, tilt in
            Layer(velocities) { key in
                let levels = pluckedLevels[key].enumerated().map { $1 + tilt * Double($0) }
                return Tone(
                    partials: Tone.partials(
                        levels, decay: pluckedDecay[key], inharmonicity: 6e-5, measuredAfter: 0.07),
                    head: 0.6, loop: 0.1, attack: 0.012, onsetNoise: (-22, 900, 0.02))
            }
        },
        envelope: Envelope(decay: 8, perOctave: 1.42, release: 0.14),
        release: ReleaseNoise(peak: 0.015, lowHertz: 400, highHertz: 2500, seconds: 0.15))

    private static let pluckedLevels = KeyTable(rows: [
        (50, [0, 2, -1, -10, -19, -25, -20, -17, -25]), (61, [0, 2, -2.5, -12.5, -19, -23, -25, -16, -28]),
        (73, [0, -5, -20, -18, -22, -36, -35, -34, -40]), (84, [0, -8, -18, -30, -38, -40, -45, -60, -60]),
    ])
    private static let pluckedDecay = KeyTable(rows: [
        (50, [4, 7, 8, 11, 18, 16, 18, 18, 18]), (61, [9.7, 8.5, 18, 25, 20, 20, 20, 20, 20]),
        (73, [11.6, 20, 22, 24, 27, 25, 25, 25, 25]), (84, [26, 26, 30, 38, 45, 45, 45, 45, 45]),
    ])

    /// A palm-muted electric guitar.
    static let mutedGuitar = PitchedInstrument(
        roots: stride(from: 38, through: 86, by: 8),
        layers: zip([0...69, 70...127], [-2.5, 0]).map { velocities, tilt in
            Layer(velocities) { _ in
                let levels = [0.0, -3, -9, -16, -22, -30, -36].enumerated().map { $1 + tilt * Double($0) }
                return Tone(
                    partials: Tone.partials(levels, decay: [34, 50, 60, 70, 80, 90, 100], inharmonicity: 4e-5),
                    head: 0.35, loop: 0.1, attack: 0.003, onsetNoise: (-18, 700, 0.02))
            }
        },
        envelope: Envelope(decay: 34, perOctave: 1.3, release: 0.08))
}
