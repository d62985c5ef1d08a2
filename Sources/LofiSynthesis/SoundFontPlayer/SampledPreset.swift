import LofiPlugin
/// A SoundFont preset with the samples of the played keys in memory.
final class SampledPreset: Sendable {
    /// One voice of a key.
    struct Voice: Sendable {
        let zone: SampleZone
        /// The whole sample, unlooped; nil if it loops for as long as it sounds.
        let once: Recording?
        /// The looped sample; nil if it does not loop.
        let looped: Recording?
    }

    private let voices: [[Voice]]

    /// - Parameter keys: the keys that are played; the others stay silent.
    /// - Throws: `SynthesisError` if the samples are compressed, or the preset has too many zones.
    init(_ font: SoundFont, _ preset: PresetChoice.Preset, keys: Set<Int>) throws(SynthesisError) {
        var voices = [[Voice]](repeating: [], count: 128)
        for zone in try font.zones(preset) {
            let played = keys.filter { zone.keys.contains($0) && voices.indices.contains($0) }
            guard !played.isEmpty else { continue }
            guard zone.sample.storage != .compressed else {
                throw .soundFont(
                    font.source.description,
                    reason:
                        "\(SoundFontPlayer.kind) cannot play compressed samples (.sf3); choose the synthesizer \(FluidSynth.kind)"
                )
            }
            guard zone.sample.storage == .file, let voice = Voice(zone, of: font) else { continue }
            for key in played { voices[key].append(voice) }
        }
        self.voices = voices
    }

    /// The voices that a note-on starts.
    func voices(key: Int, velocity: Int) -> [Voice] {
        guard voices.indices.contains(key) else { return [] }
        return voices[key].filter { $0.zone.velocities.contains(velocity) }
    }
}

extension SampledPreset.Voice {
    /// Peak amplitude, 0…1.
    var peak: Double { max(once?.peak ?? 0, looped?.peak ?? 0) }

    /// Returns nil if the sample is not available.
    fileprivate init?(_ zone: SampleZone, of font: SoundFont) {
        self.zone = zone
        let loop = zone.loop
        looped = loop.flatMap { font.recording(zone.sample.frames, loop: $0) }
        once = loop != nil && zone.loopsAfterRelease ? nil : font.recording(zone.sample.frames)
        if loop != nil && looped == nil || once == nil && looped == nil { return nil }
    }
}
