import LofiPlugin

/// The damper that falls back on tine or string, or the finger that leaves it.
///
/// A SoundFont has no samples for the end of a note. Here a voice of noise runs along from the beginning, unheard behind a
/// closed low-pass; when the key is let go the modulation envelope drops, the filter opens, and the volume envelope lets
/// the noise die. It costs a second voice for each note, and is equally strong however long the note was.
struct ReleaseNoise: Sendable {
    /// Peak of the noise; a full note has 0.8.
    let peak: Double
    let lowHertz: Double
    let highHertz: Double
    /// Seconds in which it dies by 96 dB.
    let seconds: Double

    private static let sampleRate = 11025
    private static let loopSeconds = 0.4

    func zone(
        _ instrument: String, into design: inout SoundFontDesign, random: inout RandomStream
    ) -> SoundFontDesign.Zone {
        var zone = SoundFontDesign.Zone(keys: 0...127, sample: design.add(sample(instrument, &random)))
        zone.settings = [
            // Twelve octaves below an open filter: 80 dB and more down at 100 Hz.
            (.modEnvToFilter, -12000), (.filterCutoff, KitMath.absoluteCents(highHertz)),
            (.modEnvRelease, KitMath.timecents(0.004)),
            // The filter is closed before the volume comes up.
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
        // Twice round, so that the end runs into the beginning.
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
