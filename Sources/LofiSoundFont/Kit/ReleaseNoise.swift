import LofiPlugin

/// Release noise: the damper falling back on tine or string, or the finger leaving it.
///
/// A SoundFont has no samples for the end of a note. Instead a voice of noise plays from the beginning, inaudible
/// behind a closed low-pass; at note-off the modulation envelope drops, the filter opens, and the volume envelope lets
/// the noise die. This costs a second voice per note, and the noise is equally loud however long the note was.
struct ReleaseNoise: Sendable {
    /// Peak of the noise; a full note has 0.8.
    let peak: Double
    let lowHertz: Double
    let highHertz: Double
    /// Time in which it decays by 96 dB.
    let seconds: Double

    private static let sampleRate = 11025
    private static let loopSeconds = 0.4

    /// Adds the noise sample to the design and returns its zone.
    func zone(
        _ instrument: String, into design: inout SoundFontDesign, random: inout RandomStream
    ) -> SoundFontDesign.Zone {
        var zone = SoundFontDesign.Zone(keys: 0...127, sample: design.add(sample(instrument, &random)))
        zone.settings = [
            // Ten octaves below the open filter: at least 80 dB down at 100 Hz.
            (.modEnvToFilter, -12000), (.filterCutoff, KitMath.absoluteCents(highHertz)),
            (.modEnvRelease, KitMath.timecents(0.004)),
            // The filter closes before the volume comes up.
            (.delay, KitMath.timecents(0.03)), (.release, KitMath.timecents(seconds)),
            (.sampleModes, 1), (.scaleTuning, 0), (.rootKey, 60),
        ]
        return zone
    }

    private func sample(_ instrument: String, _ random: inout RandomStream) -> SoundFontDesign.Sample {
        let rate = Double(Self.sampleRate)
        let count = Int(Self.loopSeconds * rate)
        let keepLow = KitMath.exponential(-6.283185307179586 * lowHertz / rate)
        let keepHigh = KitMath.exponential(-6.283185307179586 * highHertz / rate)
        let white = (0..<count).map { _ in random.uniform(-1...1) }
        var samples = [Double](repeating: 0, count: count)
        var (low, lower, high) = (0.0, 0.0, 0.0)
        // Filter twice round, so that the end runs into the beginning.
        for _ in 0..<2 {
            for frame in samples.indices {
                low += (white[frame] - low) * (1 - keepLow)
                let above = white[frame] - low
                lower += (above - lower) * (1 - keepLow)
                high += (above - lower - high) * (1 - keepHigh)
                samples[frame] = high
            }
        }
        var sample = SoundFontDesign.Sample(
            name: "\(instrument) off", samples: samples, sampleRate: Self.sampleRate, rootKey: 60, correctionCents: 0,
            loop: 0..<count)
        sample.normalise(peak: peak)
        return sample
    }
}
