import LofiPlugin

/// A pitched instrument of the kit: tones by velocity, an envelope, and the noises of fingers and dampers.
struct PitchedInstrument: Sendable {
    /// One velocity layer.
    /// Note-on velocities that select the layer.
    struct Layer: Sendable {
        /// Returns the tone for a key.
        let velocities: ClosedRange<Int>
        let tone: @Sendable (_ key: Int) -> Tone

        init(_ velocities: ClosedRange<Int>, tone: @escaping @Sendable (_ key: Int) -> Tone) {
            self.velocities = velocities
            self.tone = tone
        }
    }

    /// Envelope settings.
    struct Envelope: Sendable {
        /// Decay in dB per second at C4.
        var decay: Double
        /// Factor by which the decay grows per octave.
        var perOctave: Double
        /// Release time in seconds.
        var release: Double
        /// Additional generators.
        var settings: [(SoundFontDesign.Generator, Int)] = []

        /// Returns the decay in dB per second at a key.
        func decay(key: Int) -> Double {
            decay * KitMath.exponential(Double(key - 60) / 12 * KitMath.log2(perOctave) * 0.6931471805599453)
        }
    }

    /// A low-pass that opens with velocity.
    struct Brightness: Sendable {
        /// Cutoff at the highest velocity.
        let cutoffHertz: Double
        /// How far the lowest velocity closes it.
        let octaves: Double
    }

    /// Keys with a sample of their own; keys in between transpose the nearest one.
    let roots: StrideThrough<Int>
    let layers: [Layer]
    let envelope: Envelope
    var brightness: Brightness?
    var release: ReleaseNoise?
    /// Peak amplitude of the loudest layer.
    var peak = 0.8

    /// Adds the samples to the design and returns the instrument.
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
                        .init(.inverseVelocity, to: .filterCutoff, amount: -Int((brightness.octaves * 1200).rounded()))
                    ]
                }
                zones.append(zone)
            }
        }
        if let release { zones.append(release.zone(name, into: &design, random: &random)) }
        return SoundFontDesign.Instrument(name: name, zones: zones)
    }

    /// Returns each root with the keys nearest to it.
    static func spans(_ roots: [Int]) -> [(root: Int, keys: ClosedRange<Int>)] {
        roots.enumerated().map { index, root in
            let low = index == 0 ? 0 : (roots[index - 1] + root) / 2 + 1
            let high = index == roots.count - 1 ? 127 : (root + roots[index + 1]) / 2
            return (root, low...high)
        }
    }

    /// Gives all layers the same power in their first 0.3 s, so that loudness does not step between them: the
    /// SoundFont's own velocity curve makes soft notes softer.
    private static func level(_ samples: inout [SoundFontDesign.Sample], peak: Double) {
        func power(_ sample: SoundFontDesign.Sample) -> Double {
            let heard = sample.samples.prefix(sample.sampleRate * 3 / 10)
            return heard.reduce(0) { $0 + $1 * $1 } / Double(heard.count)
        }
        // The layer that reaches highest at this power gets the peak.
        let gains = samples.map { 1 / power($0).squareRoot() }
        let highest = zip(samples, gains).map { sample, gain in gain * (sample.samples.map { abs($0) }.max() ?? 1) }
        let scale = peak / (highest.max() ?? 1)
        for index in samples.indices { samples[index].scale(gains[index] * scale) }
    }

    private var settings: [(SoundFontDesign.Generator, Int)] {
        var settings = envelope.settings
        if let brightness { settings.append((.filterCutoff, KitMath.absoluteCents(brightness.cutoffHertz))) }
        if envelope.decay > 0 {
            // FluidSynth's envelope falls by 96 dB in its decay time, which is given at C4 and shortens by these cents
            // per key.
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
    /// Returns the partials of a string or reed from their levels and decays: f_n = n f_1 √((1 + B n²) / (1 + B)).
    ///
    /// - Parameter seconds: time after the onset at which the levels apply.
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

/// Rows of values for certain keys, interpolated linearly in between.
struct KeyTable: Sendable {
    let rows: [(key: Double, values: [Double])]

    /// Returns the interpolated values; beyond the first and last row, those of that row.
    subscript(key: Int) -> [Double] {
        let key = Double(key)
        guard let upper = rows.firstIndex(where: { $0.key >= key }) else { return rows[rows.count - 1].values }
        guard upper > 0 else { return rows[0].values }
        let (low, high) = (rows[upper - 1], rows[upper])
        return mix(low.values, high.values, (key - low.key) / (high.key - low.key))
    }
}

/// Returns a linear mix of two rows with the given `share` of the second.
func mix(_ first: [Double], _ second: [Double], _ share: Double) -> [Double] {
    zip(first, second).map { $0 + ($1 - $0) * share }
}
