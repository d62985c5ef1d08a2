import LofiPlugin

/// A pitched instrument of the kit: tones by velocity, an envelope, and the noises of fingers and dampers.
struct PitchedInstrument: Sendable {
    /// One velocity layer.
    struct Layer: Sendable {
        /// Note-on velocities that select the layer.
        let velocities: ClosedRange<Int>
        /// Returns the tone for a key, which may draw what differs from stroke to stroke.
        let tone: @Sendable (_ key: Int, _ random: inout RandomStream) -> Tone

        init(
            _ velocities: ClosedRange<Int>,
            tone: @escaping @Sendable (_ key: Int, _ random: inout RandomStream) -> Tone
        ) {
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
    ///
    /// Every other one belongs to a second take. SoundFonts have no round robin; but the velocities of a player vary, so
    /// narrow velocity bands that take turns between the two takes give repeated notes different samples.
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
        let keys = Array(roots)
        var samples = keys.map { root in
            layers.enumerated().map { number, layer in
                layer.tone(root, &random).sample(
                    Tone.Note(name: "\(name) \(root).\(number)", key: root, envelopeDecay: envelope.decay(key: root)),
                    random: &random)
            }
        }
        Self.level(&samples, keys: keys, peak: peak)
        let zones = samples.map { $0.map { design.add($0) } }
        var all: [SoundFontDesign.Zone] = []
        for take in 0...1 {
            let own = Array(stride(from: take, to: keys.count, by: 2))
            for (index, span) in zip(own, Self.spans(own.map { keys[$0] })) {
                for (layer, sample) in zip(layers, zones[index]) {
                    for velocities in Self.bands(layer.velocities, take: take) {
                        all.append(zone(keys: span.keys, velocities: velocities, sample: sample))
                    }
                }
            }
        }
        if let release { all.append(release.zone(name, into: &design, random: &random)) }
        return SoundFontDesign.Instrument(name: name, zones: all)
    }

    private func zone(
        keys: ClosedRange<Int>, velocities: ClosedRange<Int>, sample: Int
    ) -> SoundFontDesign.Zone {
        var zone = SoundFontDesign.Zone(keys: keys, velocities: velocities, sample: sample)
        zone.settings = settings
        if let brightness {
            zone.modulators = [
                .init(.inverseVelocity, to: .filterCutoff, amount: -Int((brightness.octaves * 1200).rounded()))
            ]
        }
        return zone
    }

    /// Returns each root with the keys nearest to it.
    static func spans(_ roots: [Int]) -> [(root: Int, keys: ClosedRange<Int>)] {
        roots.enumerated().map { index, root in
            let low = index == 0 ? 0 : (roots[index - 1] + root) / 2 + 1
            let high = index == roots.count - 1 ? 127 : (root + roots[index + 1]) / 2
            return (root, low...high)
        }
    }

    /// Width of the velocity bands that take turns. Each zone slows down loading, so bands are no narrower than
    /// necessary.
    private static let bandVelocities = 6

    /// Returns the bands of a layer in which a take plays, counted from velocity 0 through all layers. Notes below a
    /// velocity of 40 are too quiet to need two.
    private static func bands(_ velocities: ClosedRange<Int>, take: Int) -> [ClosedRange<Int>] {
        var bands: [ClosedRange<Int>] = []
        for velocity in velocities where (max(0, velocity - 40) / bandVelocities) % 2 == take {
            if let last = bands.last, last.upperBound == velocity - 1 {
                bands[bands.count - 1] = last.lowerBound...velocity
            } else {
                bands.append(velocity...velocity)
            }
        }
        return bands
    }

    /// Gives all layers of a key the same power in their first 0.3 s, so that loudness does not step between them: the
    /// SoundFont's own velocity curve makes soft notes softer. Over the keys the power follows a straight line in dB.
    private static func level(_ samples: inout [[SoundFontDesign.Sample]], keys: [Int], peak: Double) {
        func power(_ sample: SoundFontDesign.Sample) -> Double {
            let heard = sample.samples.prefix(sample.sampleRate * 3 / 10)
            return heard.reduce(0) { $0 + $1 * $1 } / Double(heard.count)
        }
        // Bring each sample to unit power; its peak is then its crest factor.
        var crests = [Double](repeating: 0, count: keys.count)
        for key in samples.indices {
            for layer in samples[key].indices {
                samples[key][layer].scale(1 / power(samples[key][layer]).squareRoot())
                crests[key] = max(crests[key], samples[key][layer].samples.map { abs($0) }.max() ?? 1)
            }
        }
        // The highest layer of a key reaches the peak on average over the keys, and no key exceeds it by more than a
        // seventh.
        let line = Line(zip(keys.map(Double.init), crests.map { -6.020599913279624 * KitMath.log2($0) }))
        let excess = zip(keys, crests).map { KitMath.amplitude(line[Double($0)]) * $1 }.max() ?? 1
        let scale = peak / max(1, excess / 1.14)
        for key in samples.indices {
            let gain = scale * KitMath.amplitude(line[Double(keys[key])])
            for layer in samples[key].indices { samples[key][layer].scale(gain) }
        }
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

/// A straight line fitted to points by least squares.
private struct Line {
    private let centre: (x: Double, y: Double)
    private let slope: Double

    init(_ points: some Sequence<(Double, Double)>) {
        let points = Array(points)
        let count = Double(max(1, points.count))
        let x = points.reduce(0) { $0 + $1.0 } / count
        let y = points.reduce(0) { $0 + $1.1 } / count
        let spread = points.reduce(0) { $0 + ($1.0 - x) * ($1.0 - x) }
        let common = points.reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) }
        (centre, slope) = ((x, y), spread > 0 ? common / spread : 0)
    }

    subscript(x: Double) -> Double { centre.y + slope * (x - centre.x) }
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
