extension PitchedInstrument {
    /// A music box: a clamped steel tine's overtones are at 6.27 and 17.5; the box adds an octave.
    static let musicBox = PitchedInstrument(
        roots: stride(from: 55, through: 100, by: 6),
        layers: zip([0...69, 70...127], [-8.0, 0]).map { velocities, brighter in
            Layer(velocities) { _ in
                Tone(
                    partials: [
                        Tone.Partial(ratio: 1, decibels: 0, decay: 18),
                        Tone.Partial(ratio: 2, decibels: -22, decay: 24),
                        Tone.Partial(ratio: 6.27, decibels: -20 + brighter, decay: 63),
                    ], head: 0.35, loop: 0.05, attack: 0.002, onsetNoise: (-24 + brighter / 2, 5000, 0.006))
            }
        },
        envelope: Envelope(decay: 18, perOctave: 1.3, release: 0.9))

    /// A vibraphone: bars tuned 1 : 4 : 10, and a yarn mallet that gets harder as it is compressed.
    static let vibraphone = PitchedInstrument(
        roots: stride(from: 50, through: 92, by: 6),
        layers: zip([0...69, 70...127], [-7.0, 0]).map { velocities, brighter in
            Layer(velocities) { _ in
                Tone(
                    partials: [
                        Tone.Partial(ratio: 1, decibels: 0, decay: 7),
                        Tone.Partial(ratio: 4, decibels: -17 + brighter, decay: 23),
                        Tone.Partial(ratio: 10, decibels: -34 + 2 * brighter, decay: 67),
                    ], head: 0.35, loop: 0.03, attack: 0.005, onsetNoise: (-30 + brighter / 2, 1500, 0.012))
            }
        },
        envelope: Envelope(
            decay: 7, perOctave: 1.35, release: 0.45,
            settings: [(.tremoloToVolume, 18), (.tremoloFrequency, KitMath.absoluteCents(4.6))]))
}
