import LofiPlugin

extension PitchedInstrument {
    /// A Rhodes: a tine in front of a pickup, with even partials that grow with velocity.
    ///
    /// Partials 2 to 8 in dB relative to the first 70 ms after the onset, in five layers, and their decay, all measured
    /// on a 1977 stage piano at E3 and A4 and, above, at D6. In the hardest layer a low fundamental swells for a
    /// second.
    static let tinePiano = PitchedInstrument(
        roots: stride(from: 32, through: 92, by: 5),
        layers: zip([0...47, 48...72, 73...95, 96...111, 112...127], tineLevels.indices).map { velocities, layer in
            Layer(velocities) { key, random in tine(key, layer: layer, &random) }
        },
        envelope: Envelope(decay: 4, perOctave: 1.56, release: 0.18),
        release: ReleaseNoise(peak: 0.02, lowHertz: 150, highHertz: 900, seconds: 0.25))

    private static let tineLevels: [KeyTable] = [
        tineLevels(
            low: [-24, -29, -49, -63, -79, -79, -80], middle: [-26, -41, -70, -76, -85, -85, -85],
            high: [-42, -80, -90, -90, -90, -90, -90]),
        tineLevels(
            low: [-15, -16, -29, -40, -44, -53, -63], middle: [-20, -29, -50, -66, -69, -80, -85],
            high: [-36, -68, -90, -90, -90, -90, -90]),
        tineLevels(
            low: [-7, -7, -20, -17, -36, -36, -34], middle: [-13, -16, -30, -52, -47, -61, -75],
            high: [-33, -60, -80, -85, -90, -90, -90]),
        tineLevels(
            low: [3, 2, -3, -6, -14, -10, -20], middle: [-8, -11, -32, -35, -36, -48, -45],
            high: [-29, -52, -70, -80, -85, -90, -90]),
        tineLevels(
            low: [10, 8, 2, 6, 2, 0, -5], middle: [-4, -6, -25, -24, -29, -36, -35],
            high: [-26, -45, -61, -78, -85, -90, -90]),
    ]

    private static func tineLevels(low: [Double], middle: [Double], high: [Double]) -> KeyTable {
        KeyTable(rows: [(52, [0] + low), (69, [0] + middle), (86, [0] + high)])
    }

    /// Decay of partials 1 to 8 in dB per second, at low and high velocity.
    private static let softDecay = KeyTable(rows: [
        (43, [1, 6, 4, 5, 6, 12, 15, 15]), (52, [2.5, 6.5, 8, 9.5, 9, 13, 15, 15]),
        (71, [4.5, 9, 14, 16, 12, 20, 25, 25]), (81, [8, 16, 31, 38, 40, 40, 40, 40]),
        (91, [16, 43, 69, 70, 70, 70, 70, 70]),
    ])
    private static let hardDecay = KeyTable(rows: [
        (43, [-3, 2, 1, 6, 5, 20, 20, 20]), (53, [-7, 11, 9, 8, 20, 25, 25, 25]),
        (68, [5, 17, 20, 25, 35, 40, 40, 40]),
        (91, [18, 42, 69, 70, 70, 70, 70, 70]),
    ])

    private static func tine(_ key: Int, layer: Int, _ random: inout RandomStream) -> Tone {
        let hardness = Double(layer) / 4
        var partials = Tone.partials(
            tineLevels[layer][key], decay: mix(softDecay[key], hardDecay[key], hardness * hardness * hardness),
            measuredAfter: 0.07)
        // No two strokes are alike.
        for index in partials.indices.dropFirst() { partials[index].decibels += random.uniform(-0.7...0.7) }
        // Second mode of a bar clamped at one end. The hard tips of the treble's hammers ring it most: above C5 it is nearly as
        // loud as the fundamental in the hardest layer.
        let treble = max(0, min(1, Double(key - 64) / 12))
        partials.append(
            Tone.Partial(
                ratio: 6.27, decibels: -40 + (20 + 17 * hardness * treble) * hardness, decay: 90 - 40 * treble))
        // Higher notes die sooner and do not need a whole second.
        return Tone(
            partials: partials, head: key > 80 ? 0.45 : (42...60).contains(key) ? 0.9 : 0.65, loop: 0.03, attack: 0.003,

            onset: [
                OnsetNoise(decibels: -40 + 8 * hardness, lowHertz: 300, highHertz: 2500, seconds: 0.008)
            ])
    }
}
