extension PitchedInstrument {
    /// A flute: the tone grows out of the breath, its overtones later than its fundamental; vibrato in loudness and
    /// colour more than in pitch.
    ///
    /// Levels as on sampled flutes (FluidR3, TimGM6mb at F4, C5, G5, D6): the second and third partial at -10 to -14 dB
    /// in the low register and -30 dB in the high one; breath 45 to 60 dB below the tone, 10 dB more in the onset; the
    /// peak 90 to 300 ms after it. Vibrato: N. Fletcher, "Acoustical correlates of flute performance technique", 1975.
    static let fluteLead = PitchedInstrument(
        roots: stride(from: 55, through: 90, by: 5),
        layers: zip([0...60, 61...94, 95...127], [-1.0, 0, 1]).map { velocities, effort in
            Layer(velocities) { key, random in
                let hertz = KitMath.hertz(Double(key))
                // High notes have little but their fundamental, and need more to brighten when overblown.
                let growth = 4.5 + max(0, Double(key - 65)) / 5 + max(0, Double(key - 76))
                var partials = Tone.partials(
                    fluteLevels[key].enumerated().map {
                        $1 + effort * min(19, growth * Double($0)) + random.normal() * 1.2
                    },
                    decay: [0])
                partials[0].decibels = 0
                for index in partials.indices { partials[index].rise = 0.022 + 0.014 * Double(index) }
                partials = partials.filter { $0.ratio * hertz < 5400 }
                return Tone(
                    partials: partials, head: 0.35, loop: 0.38, attack: 0.02,
                    glide: (-28, 0.022),
                    onset: [
                        OnsetNoise(
                            decibels: -27 + 3 * effort, lowHertz: 0.9 * hertz, highHertz: 5000, seconds: 0.025,
                            rise: 0.008)
                    ],
                    breath: Breath(
                        decibels: -41, lowHertz: 500, highHertz: 5000,
                        resonances: [-34, -38, -41, -44, -47], chiff: (8, 0.07)))
            }
        },
        envelope: Envelope(
            decay: 0, perOctave: 1, release: 0.12,
            settings: [
                (.attack, KitMath.timecents(0.03)), (.vibratoToPitch, 5),
                (.vibratoFrequency, KitMath.absoluteCents(4.9)), (.vibratoDelay, KitMath.timecents(0.35)),
                (.tremoloToVolume, 13), (.tremoloToFilter, 350), (.tremoloFrequency, KitMath.absoluteCents(4.9)),
                (.tremoloDelay, KitMath.timecents(0.35)),
            ]),
        brightness: Brightness(cutoffHertz: 7000, octaves: 2))

    /// Partials 1 to 10 in dB.
    private static let fluteLevels = KeyTable(rows: [
        (65, [0, -8, -11, -16, -18, -24, -30, -36, -39, -42]), (72, [0, -11, -11, -27, -31, -42, -45, -50, -54, -56]),
        (79, [0, -11, -22, -28, -32, -44, -48, -52, -54, -56]), (86, [0, -20, -31, -38, -46, -52, -54, -60, -62, -64]),
    ])
}
