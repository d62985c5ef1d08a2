import LofiCore
import LofiScore

/// How each pitched instrument of the kit is made.
enum PitchedInstruments {
    /// One velocity layer of an instrument.
    private struct Layer {
        let velocities: ClosedRange<Int>
        let tone: (_ key: Int) -> Tone
        var cutoffHertz: Double?
        var peak = 0.8
    }

    /// What the envelopes do, for a key.
    private struct Envelope {
        /// dB per second at C4, and by how much it grows per octave.
        var decay: Double
        var perOctave: Double
        var release: Double
        var settings: [(SoundFontDesign.Generator, Int)] = []
    }

    static func make(
        _ name: InstrumentName, into design: inout SoundFontDesign, random: inout RandomStream
    ) -> SoundFontDesign.Instrument {
        switch name {
        case .tinePiano:
            build(
                name, keys: stride(from: 31, through: 96, by: 5), rate: 22050, tine(),
                Envelope(decay: 5, perOctave: 1.56, release: 0.18), &design, &random)
        case .reedPiano:
            build(
                name, keys: stride(from: 31, through: 91, by: 6), rate: 22050, reed(),
                Envelope(decay: 9, perOctave: 1.4, release: 0.12), &design, &random)
        case .feltPiano:
            build(
                name, keys: stride(from: 26, through: 98, by: 6), rate: 22050, felt(),
                Envelope(decay: 9, perOctave: 1.3, release: 0.28), &design, &random)
        case .musicBox:
            build(
                name, keys: stride(from: 55, through: 100, by: 6), rate: 32000, musicBox(),
                Envelope(decay: 18, perOctave: 1.3, release: 0.9), &design, &random)
        case .vibraphone:
            build(
                name, keys: stride(from: 50, through: 92, by: 6), rate: 32000, vibraphone(),
                Envelope(
                    decay: 7, perOctave: 1.35, release: 0.45,
                    settings: [(.tremoloToVolume, 18), (.tremoloFrequency, KitMath.absoluteCents(4.6))]),
                &design, &random)
        case .nylonGuitar:
            build(
                name, keys: stride(from: 38, through: 86, by: 5), rate: 22050, nylon(),
                Envelope(decay: 9, perOctave: 1.42, release: 0.14), &design, &random)
        case .mutedGuitar:
            build(
                name, keys: stride(from: 38, through: 86, by: 6), rate: 22050, muted(),
                Envelope(decay: 34, perOctave: 1.3, release: 0.08), &design, &random)
        case .uprightBass:
            build(
                name, keys: stride(from: 26, through: 56, by: 5), rate: 22050, upright(),
                Envelope(decay: 9, perOctave: 1.3, release: 0.09), &design, &random)
        case .subBass:
            build(
                name, keys: stride(from: 26, through: 62, by: 9), rate: 22050, sub(),
                Envelope(decay: 2.5, perOctave: 1.1, release: 0.07), &design, &random)
        case .fluteLead:
            build(
                name, keys: stride(from: 53, through: 96, by: 6), rate: 32000, flute(),
                Envelope(
                    decay: 0, perOctave: 1, release: 0.16,
                    settings: [
                        (.attack, KitMath.timecents(0.05)), (.vibratoToPitch, 11),
                        (.vibratoFrequency, KitMath.absoluteCents(4.9)), (.vibratoDelay, KitMath.timecents(0.35)),
                    ]),
                &design, &random)
        case .warmPad: pad(&design, &random)
        }
    }

    private static func build(
        _ name: InstrumentName, keys: StrideThrough<Int>, rate: Int, _ layers: [Layer], _ envelope: Envelope,
        _ design: inout SoundFontDesign, _ random: inout RandomStream
    ) -> SoundFontDesign.Instrument {
        var zones: [SoundFontDesign.Zone] = []
        let roots = Array(keys)
        for (index, root) in roots.enumerated() {
            let low = index == 0 ? 0 : (roots[index - 1] + root) / 2 + 1
            let high = index == roots.count - 1 ? 127 : (root + roots[index + 1]) / 2
            for (number, layer) in layers.enumerated() {
                let tone = layer.tone(root)
                // Low notes have no overtones that a slower rate would lose.
                let sample = tone.sample(
                    name: "\(name.rawValue) \(root).\(number)", key: root, sampleRate: rate, peak: layer.peak,
                    random: &random)
                var zone = SoundFontDesign.Zone(
                    keys: low...high, velocities: layer.velocities, sample: design.add(sample))
                zone.settings = settings(envelope, root: root, layer: layer)
                zones.append(zone)
            }
        }
        return SoundFontDesign.Instrument(name: name.rawValue, zones: zones)
    }

    private static func settings(
        _ envelope: Envelope, root: Int, layer: Layer
    ) -> [(SoundFontDesign.Generator, Int)] {
        var settings = envelope.settings
        if let cutoff = layer.cutoffHertz { settings.append((.filterCutoff, KitMath.absoluteCents(cutoff))) }
        if envelope.decay > 0 {
            // The envelope falls by 100 dB in its decay time.
            let octaves = Double(root - 60) / 12
            let perSecond =
                envelope.decay * KitMath.exponential(octaves * KitMath.log2(envelope.perOctave) * 0.6931471805599453)
            settings += [(.decay, KitMath.timecents(100 / perSecond)), (.sustain, 1000)]
        }
        settings += [(.release, KitMath.timecents(envelope.release)), (.sampleModes, 1)]
        return settings
    }

    private static func partials(_ decibels: [Double], _ faster: [Double], inharmonicity: Double = 0) -> [Tone.Partial]
    {
        let first = (1 + inharmonicity).squareRoot()
        return decibels.enumerated().map { index, level in
            let n = Double(index + 1)
            // f_n = n f_1 √(1 + B n²), relative to the first as it sounds.
            let ratio = n * (1 + inharmonicity * n * n).squareRoot() / first
            return Tone.Partial(ratio: ratio, decibels: level, fasterDecay: faster[min(index, faster.count - 1)])
        }
    }

    // MARK: Keyboards

    /// A Rhodes: partials 2 to 8 against the first in three of the five measured layers, low keys and high keys; the
    /// second partial falls 11 to 18 dB/s, higher ones 30 and more. The tine's own bell lies above.
    private static func tine() -> [Layer] {
        let tables: [(velocities: ClosedRange<Int>, low: [Double], high: [Double], peak: Double)] = [
            (0...60, [-18, -20, -36, -50, -60, -60, -70], [-22, -34, -60, -70, -80, -80, -80], 0.42),
            (61...95, [-7, -7, -20, -19, -36, -38, -40], [-13, -18, -34, -50, -52, -60, -65], 0.6),
            (96...127, [3, 2, -5, -4, -12, -10, -18], [-8, -11, -30, -33, -38, -45, -46], 0.8),
        ]
        return tables.map { table in
            Layer(
                velocities: table.velocities,
                tone: { key in
                    let high = max(0, min(1, Double(key - 45) / 25))
                    let levels = [0] + zip(table.low, table.high).map { $0 + ($1 - $0) * high }
                    var partials = partials(levels, [0, 9, 14, 22, 26, 30, 34, 38])
                    partials.append(Tone.Partial(ratio: 7.1, decibels: table.high[1] - 6, fasterDecay: 90))
                    return Tone(partials: partials, head: 0.65, loop: 0.03, attack: 0.003, strike: (-30, 2500, 0.008))
                }, peak: table.peak)
        }
    }

    /// A Wurlitzer: a reed's even partials, more bark when struck hard, a faster decay.
    private static func reed() -> [Layer] {
        [(0...78, -10.0, 0.55), (79...127, -3.0, 0.8)].map { velocities, bark, peak in
            Layer(
                velocities: velocities,
                tone: { key in
                    let high = max(0, min(1, Double(key - 45) / 30)) * 8
                    let levels = [
                        0, bark - high, bark - 6 - high, bark - 11 - high, bark - 15 - 2 * high, bark - 20 - 2 * high,
                        bark - 26 - 2 * high, bark - 30 - 2 * high,
                    ]
                    return Tone(
                        partials: partials(levels, [0, 6, 9, 12, 16, 20, 24, 28]), head: 0.7, loop: 0.03, attack: 0.004,
                        strike: (-26, 1800, 0.01))
                }, peak: peak)
        }
    }

    /// A grand behind felt: the measured soft layer (partials 2 to 8 at -5 to -60 dB), its inharmonicity (2.9e-4 at C4,
    /// doubling every 8 semitones), the hammer's thump.
    private static func felt() -> [Layer] {
        [(0...70, -4.0, 0.5), (71...127, 0.0, 0.8)].map { velocities, brighter, peak in
            Layer(
                velocities: velocities,
                tone: { key in
                    let octaves = Double(key - 57) / 12
                    let soft = [0.0, -5, -17, -24, -28, -36, -44, -52, -58].enumerated().map { index, level in
                        index == 0 ? 0 : level + brighter * Double(index) - 4 * octaves * Double(min(index, 4))
                    }
                    let b = 2.9e-4 * KitMath.exponential(Double(key - 60) / 8 * 0.6931471805599453)
                    return Tone(
                        partials: partials(soft, [0, 2, 4, 6, 8, 10, 12, 14, 16], inharmonicity: min(b, 4e-3)),
                        head: 0.7, loop: 0.3,
                        attack: 0.012, strike: (-20, 420, 0.03))
                }, peak: peak)
        }
    }

    private static func musicBox() -> [Layer] {
        [
            Layer(
                velocities: 0...127,
                tone: { _ in
                    // A clamped tongue's overtones lie at 6.27 and 17.5; a comb's box adds an octave.
                    Tone(
                        partials: [
                            Tone.Partial(ratio: 1, decibels: 0, fasterDecay: 0),
                            Tone.Partial(ratio: 2, decibels: -22, fasterDecay: 6),
                            Tone.Partial(ratio: 6.27, decibels: -20, fasterDecay: 45),
                        ], head: 0.5, loop: 0.12, attack: 0.002, strike: (-24, 5000, 0.006))
                })
        ]
    }

    /// Bars tuned 1 : 4 : 10, a soft mallet.
    private static func vibraphone() -> [Layer] {
        [
            Layer(
                velocities: 0...127,
                tone: { _ in
                    Tone(
                        partials: [
                            Tone.Partial(ratio: 1, decibels: 0, fasterDecay: 0),
                            Tone.Partial(ratio: 4, decibels: -17, fasterDecay: 16),
                            Tone.Partial(ratio: 10, decibels: -34, fasterDecay: 60),
                        ], head: 0.6, loop: 0.03, attack: 0.005, strike: (-30, 1500, 0.012))
                })
        ]
    }

    // MARK: Strings

    private static func nylon() -> [Layer] {
        [(0...75, -3.0, 0.55), (76...127, 0.0, 0.8)].map { velocities, brighter, peak in
            Layer(
                velocities: velocities,
                tone: { key in
                    let high = max(0, Double(key - 50)) / 12 * 5
                    let levels = [0.0, 1, -2, -10, -19, -25, -22, -28, -34].enumerated().map { index, level in
                        index == 0 ? 0 : level + brighter * Double(index) / 2 - high
                    }
                    return Tone(
                        partials: partials(levels, [0, 3, 7, 11, 16, 20, 24, 28, 32], inharmonicity: 4e-5), head: 0.55,
                        loop: 0.2,
                        attack: 0.004, strike: (-22, 900, 0.02))
                }, peak: peak)
        }
    }

    private static func muted() -> [Layer] {
        [
            Layer(
                velocities: 0...127,
                tone: { _ in
                    Tone(
                        partials: partials(
                            [0, -3, -9, -16, -22, -30, -36], [0, 16, 26, 36, 46, 56, 66], inharmonicity: 4e-5),
                        head: 0.4, loop: 0.1, attack: 0.003, strike: (-18, 700, 0.02))
                })
        ]
    }

    /// A plucked upright: partials as the measured bass (2 to 5 as strong as the first), a dark body, the finger.
    private static func upright() -> [Layer] {
        [
            Layer(
                velocities: 0...127,
                tone: { key in
                    let high = max(0, Double(key - 30)) / 12 * 3
                    let levels = [0, 3, 1, -5, -10, -17, -25, -32].enumerated().map { $0 == 0 ? 0 : Double($1) - high }
                    return Tone(
                        partials: partials(levels, [0, 5, 9, 13, 18, 24, 30, 36], inharmonicity: 6e-5), head: 0.7,
                        loop: 0.25, attack: 0.008,
                        strike: (-16, 320, 0.03))
                }, cutoffHertz: 2600)
        ]
    }

    private static func sub() -> [Layer] {
        [
            Layer(
                velocities: 0...127,
                tone: { _ in
                    Tone(
                        partials: partials([0, -20, -30], [0, 4, 8]), head: 0.3, loop: 0.05, attack: 0.006, strike: nil)
                })
        ]
    }

    // MARK: Winds and pads

    private static func flute() -> [Layer] {
        [
            Layer(
                velocities: 0...127,
                tone: { key in
                    let hertz = KitMath.hertz(Double(key))
                    return Tone(
                        partials: partials([0, -11, -18, -27, -36, -44], [0, 0, 0, 0, 0, 0]), head: 0.15, loop: 0.8,
                        attack: 0.045,
                        strike: (-20, 2500, 0.03), breath: (-26, min(4000, 2 * hertz)))
                })
        ]
    }

    /// Seven voices a few cents apart on each side, falling off 9 dB an octave; left and right differ.
    private static func pad(_ design: inout SoundFontDesign, _ random: inout RandomStream) -> SoundFontDesign.Instrument
    {
        var zones: [SoundFontDesign.Zone] = []
        let roots = [36, 45, 54, 63, 72, 81]
        for (index, root) in roots.enumerated() {
            let low = index == 0 ? 0 : (roots[index - 1] + root) / 2 + 1
            let high = index == roots.count - 1 ? 127 : (root + roots[index + 1]) / 2
            for side in [-1, 1] {
                var voices: [Tone.Partial] = []
                for voice in -2...2 {
                    let detune = (Double(voice) * 5.5 + random.uniform(-1.5...1.5)) / 1200
                    let pitch = KitMath.exponential(detune * 0.6931471805599453)
                    for harmonic in 1...6 {
                        voices.append(
                            Tone.Partial(
                                ratio: pitch * Double(harmonic),
                                decibels: -9 * KitMath.log2(Double(harmonic)) - 5 * Double(harmonic - 1) / 2,
                                fasterDecay: 0))
                    }
                }
                let tone = Tone(partials: voices, head: 0.05, loop: 2.2, attack: 0.02)
                let sample = tone.sample(
                    name: "warm-pad \(root)\(side < 0 ? "L" : "R")", key: root, sampleRate: 16000, peak: 0.5,
                    random: &random)
                var zone = SoundFontDesign.Zone(keys: low...high, sample: design.add(sample))
                zone.settings = [
                    (.filterCutoff, KitMath.absoluteCents(3200)), (.pan, side * 400),
                    (.attack, KitMath.timecents(0.45)),
                    (.release, KitMath.timecents(0.9)), (.sampleModes, 1),
                ]
                zones.append(zone)
            }
        }
        return SoundFontDesign.Instrument(name: InstrumentName.warmPad.rawValue, zones: zones)
    }
}
