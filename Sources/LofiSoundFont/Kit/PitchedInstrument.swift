import LofiPlugin

/// A pitched instrument of the kit: tones by velocity, an envelope, and what the fingers and dampers add.
struct PitchedInstrument: Sendable {
    /// One velocity layer.
    struct Layer: Sendable {
        let velocities: ClosedRange<Int>
        let tone: @Sendable (_ key: Int) -> Tone

        init(_ velocities: ClosedRange<Int>, tone: @escaping @Sendable (_ key: Int) -> Tone) {
            self.velocities = velocities
            self.tone = tone
        }
    }

    /// What the envelopes do.
    struct Envelope: Sendable {
        /// dB per second at C4, and by how much it grows per octave.
        var decay: Double
        var perOctave: Double
        var release: Double
        var settings: [(SoundFontDesign.Generator, Int)] = []

        func decay(key: Int) -> Double {
            decay * KitMath.exponential(Double(key - 60) / 12 * KitMath.log2(perOctave) * 0.6931471805599453)
        }
    }

    /// A low-pass that velocity opens.
    struct Brightness: Sendable {
        /// Of the hardest stroke.
        let cutoffHertz: Double
        /// How far the softest stroke closes it.
        let octaves: Double
    }

    /// One sample each; between them the nearest is transposed.
    let roots: StrideThrough<Int>
    let layers: [Layer]
    let envelope: Envelope
    var brightness: Brightness?
    var release: ReleaseNoise?
    /// Of the hardest layer.
    var peak = 0.8

    func build(
        named name: String, into design: inout SoundFontDesign, random: inout RandomStream
    ) -> SoundFontDesign.Instrument {
        var zones: [SoundFontDesign.Zone] = []
        let settings = settings
        for (root, keys) in Self.spans(Array(roots)) {
            var samples = layers.enumerated().map { number, layer in
                layer.tone(root).sample(
                    Tone.Note(name: "\(name) \(root).\(number)", key: root, envelopeDecay: envelope.decay(key: root)),
                    random: &random)
            }
            Self.level(&samples, peak: peak)
            for (layer, sample) in zip(layers, samples) {
                var zone = SoundFontDesign.Zone(keys: keys, velocities: layer.velocities, sample: design.add(sample))
                zone.settings = settings
                if let brightness {
                    zone.modulators = [
                        .init(.softness, to: .filterCutoff, amount: -Int((brightness.octaves * 1200).rounded()))
                    ]
                }
                zones.append(zone)
            }
        }
        if let release { zones.append(release.zone(name, into: &design, random: &random)) }
        return SoundFontDesign.Instrument(name: name, zones: zones)
    }

    /// Each root with the keys that are nearest to it.
    static func spans(_ roots: [Int]) -> [(root: Int, keys: ClosedRange<Int>)] {
        roots.enumerated().map { index, root in
            let low = index == 0 ? 0 : (roots[index - 1] + root) / 2 + 1
            let high = index == roots.count - 1 ? 127 : (root + roots[index + 1]) / 2
            return (root, low...high)
        }
    }

    /// The same power in the first 0.3 s in every layer, so that loudness does not step from one to the next: how much
    /// softer a soft note is, the font's own law of velocity says.
    private static func level(_ samples: inout [SoundFontDesign.Sample], peak: Double) {
        func power(_ sample: SoundFontDesign.Sample) -> Double {
            let heard = sample.samples.prefix(sample.sampleRate * 3 / 10)
            return heard.reduce(0) { $0 + $1 * $1 } / Double(heard.count)
        }
        // The layer that reaches highest at this power has the peak.
        let gains = samples.map { 1 / power($0).squareRoot() }
        let highest = zip(samples, gains).map { sample, gain in gain * (sample.samples.map { abs($0) }.max() ?? 1) }
        let scale = peak / (highest.max() ?? 1)
        for index in samples.indices { samples[index].scale(gains[index] * scale) }
    }

    private var settings: [(SoundFontDesign.Generator, Int)] {
        var settings = envelope.settings
        if let brightness { settings.append((.filterCutoff, KitMath.absoluteCents(brightness.cutoffHertz))) }
        if envelope.decay > 0 {
            // FluidSynth's envelope falls by 96 dB in its decay time, counted at C4 and shorter by the same cents a key.
            let centsPerKey = 100 * KitMath.log2(envelope.perOctave)
            settings += [
                (.decay, KitMath.timecents(96 / envelope.decay)), (.keyToDecay, Int(centsPerKey.rounded())),
                (.sustain, 1000),
            ]
        }
        settings += [(.release, KitMath.timecents(envelope.release)), (.sampleModes, 1)]
        return settings
    }
}

extension Tone {
    /// Partials of a string or reed from their levels and decays: f_n = n f_1 √((1 + B n²) / (1 + B)).
    /// - Parameter measuredAfter: the seconds after the stroke at which the levels hold.
    static func partials(
        _ decibels: [Double], decay: [Double], aftersound: Double? = nil, inharmonicity: Double = 0,
        measuredAfter seconds: Double = 0
    ) -> [Partial] {
        decibels.enumerated().map { index, level in
            let n = Double(index + 1)
            let ratio = n * ((1 + inharmonicity * n * n) / (1 + inharmonicity)).squareRoot()
            let rate = decay[min(index, decay.count - 1)]
            return Partial(
                ratio: ratio, decibels: level + (rate - decay[0]) * seconds, decay: rate, aftersound: aftersound)
        }
    }
}

/// Rows of figures that hold for certain keys, and between them by straight lines.
struct KeyTable: Sendable {
    let rows: [(key: Double, values: [Double])]

    /// - Parameter key: beyond the last rows these hold.
    subscript(key: Int) -> [Double] {
        let key = Double(key)
        guard let upper = rows.firstIndex(where: { $0.key >= key }) else { return rows[rows.count - 1].values }
        guard upper > 0 else { return rows[0].values }
        let (low, high) = (rows[upper - 1], rows[upper])
        return mix(low.values, high.values, (key - low.key) / (high.key - low.key))
    }
}

/// `share` of the second row and the rest of the first.
func mix(_ first: [Double], _ second: [Double], _ share: Double) -> [Double] {
    zip(first, second).map { $0 + ($1 - $0) * share }
}
