extension PitchedInstrument {
    /// A plucked upright bass: partials 2 to 5 nearly as strong as the first, as on the bass that was measured, but
    /// darker above; with the thump of the finger.
    static let uprightBass = PitchedInstrument(
        roots: stride(from: 26, through: 56, by: 5),
        layers: zip([0...64, 65...127], [-2.0, 0]).map { velocities, tilt in
            Layer(velocities) { key in
                let high = max(0, Double(key - 40)) / 12 * 3
                let levels = [0.0, 3.5, 5, 1, -4, -11, -20, -30].enumerated().map { index, level in
                    index == 0 ? 0 : level + tilt * Double(index) - high
                }
                return Tone(
                    partials: Tone.partials(
                        levels, decay: [4.5, 6, 8, 10, 14, 20, 26, 32], inharmonicity: 6e-5, measuredAfter: 0.07),
                    head: 0.8, loop: 0.12, attack: 0.01, onsetNoise: (-16, 320, 0.03))
            }
        },
        envelope: Envelope(decay: 7, perOctave: 1.3, release: 0.09),
        brightness: Brightness(cutoffHertz: 2600, octaves: 1))

    /// A sub bass: nearly a sine.
    static let subBass = PitchedInstrument(
        roots: stride(from: 26, through: 62, by: 9),
        layers: [
            Layer(0...127) { _ in
                Tone(
                    partials: Tone.partials([0, -20, -30], decay: [2.5, 6.5, 10.5]), head: 0.3, loop: 0.05,
                    attack: 0.006, onsetNoise: nil)
            }
        ],
        envelope: Envelope(decay: 2.5, perOctave: 1.1, release: 0.07),
        brightness: Brightness(cutoffHertz: 600, octaves: 2.5))
}
