extension PitchedInstrument {
    /// A music box: steel teeth clamped at one end, with overtones at 6.27 and 17.5 that a pin's pluck excites strongly and
    /// air and damper end within a second; the click of the pin; the box's knock and a trace of its octave.
    static let musicBox = PitchedInstrument(
        roots: stride(from: 57, through: 97, by: 5),
        layers: zip([0...55, 56...96, 97...127], [-1.0, 0, 1]).map { velocities, hardness in
            Layer(velocities) { key, random in
                let hertz = KitMath.hertz(Double(key))
                // Each tine is filed to pitch by hand, so its overtones are its own.
                let second = 6.27 * random.uniform(0.97...1.03)
                return Tone(
                    partials: [
                        Tone.Partial(ratio: 1, decibels: 0, decay: 12.5),
                        Tone.Partial(ratio: 1 + 0.9 / hertz, decibels: -14, decay: 12, phase: random.unit()),
                        Tone.Partial(ratio: 2, decibels: -25 + 4 * hardness, decay: 24),
                        Tone.Partial(ratio: 3, decibels: -34 + 6 * hardness, decay: 34),
                        Tone.Partial(ratio: second, decibels: -6 + 8 * hardness, decay: 34),
                        Tone.Partial(ratio: second + 2.5 / hertz, decibels: -12 + 8 * hardness, decay: 70),
                        Tone.Partial(ratio: 17.5, decibels: -18 + 9 * hardness, decay: 130),
                    ], head: 0.35, loop: 0.1, attack: 0.0015,
                    onset: [OnsetNoise(decibels: -13 + 5 * hardness, lowHertz: 2000, highHertz: 7500, seconds: 0.007)],
                    knock: [
                        Knock(hertz: 420, decibels: -20, seconds: 0.05),
                        Knock(hertz: 780, decibels: -19, seconds: 0.04),
                        Knock(hertz: 1350, decibels: -21, seconds: 0.028),
                    ])
            }
        },
        envelope: Envelope(decay: 12.5, perOctave: 1.3, release: 0.9))

    /// A vibraphone: bars tuned 1 : 4 : 10, a mallet that gets harder as it is compressed, and the motor.
    ///
    /// Levels as on sampled vibraphones (FluidR3, TimGM6mb at G3, G4, G5: fourth partial -14 to -22 dB with 20 to 50 dB/s,
    /// tenth -12 to -30 dB, 35 to 60 dB/s); the untuned modes near 17 and 26 add the knock of the bar.
    static let vibraphone = PitchedInstrument(
        roots: stride(from: 51, through: 91, by: 5),
        layers: zip([0...55, 56...96, 97...127], [0, 0.5, 1]).map { velocities, hardness in
            Layer(velocities) { key, random in
                let hertz = KitMath.hertz(Double(key))
                let tenth = min(0, -10 * KitMath.log2(hertz / 220))
                return Tone(
                    partials: [
                        Tone.Partial(ratio: 1, decibels: 0, decay: 9),
                        Tone.Partial(ratio: 1 + 0.4 / hertz, decibels: -12, decay: 5, phase: random.unit()),
                        Tone.Partial(ratio: 2, decibels: -38, decay: 9),
                        Tone.Partial(
                            ratio: 4, decibels: -26 + 22 * hardness + random.uniform(-1...1), decay: 45,
                            aftersound: -10),
                        Tone.Partial(ratio: 4 + 1.1 / hertz, decibels: -39 + 22 * hardness, decay: 14),
                        Tone.Partial(
                            ratio: 9.2 * random.uniform(0.96...1.04), decibels: -34 + 28 * hardness + tenth / 2,
                            decay: 130),
                        Tone.Partial(ratio: 15.2, decibels: -44 + 30 * hardness + tenth, decay: 200),
                        Tone.Partial(ratio: 22.5, decibels: -49 + 30 * hardness + tenth, decay: 250),
                    ], head: 0.4, loop: 0.15, attack: 0.003,
                    onset: [
                        OnsetNoise(
                            decibels: -28 + 10 * hardness, lowHertz: 500, highHertz: 2500 + 4000 * hardness,
                            seconds: 0.036),
                        OnsetNoise(decibels: -28, lowHertz: 40, highHertz: 160, seconds: 0.036),
                    ],
                    knock: [
                        Knock(hertz: 310, decibels: -30 + 4 * hardness, seconds: 0.02),
                        Knock(hertz: 880, decibels: -32 + 8 * hardness, seconds: 0.012),
                    ])
            }
        },
        envelope: Envelope(
            decay: 9, perOctave: 1.35, release: 0.45,
            settings: [(.tremoloToVolume, 18), (.tremoloFrequency, KitMath.absoluteCents(4.6))]))
}
