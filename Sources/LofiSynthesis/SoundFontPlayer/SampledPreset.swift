import LofiPlugin
/// A preset of a SoundFont with the samples of the keys that are struck, in memory.
final class SampledPreset: Sendable {
    /// One voice of a key.
    struct Voice: Sendable {
        let zone: SampleZone
        /// From beginning to end; none where it goes round as long as it sounds.
        let once: Recording?
        /// None where it does not go round.
        let looped: Recording?
    }

    private let voices: [[Voice]]

    /// - Parameter keys: the keys that are played; the others stay silent.
    /// - Throws: `SynthesisError` if the samples are compressed, or a note has more zones than it can wait for.
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

    /// The voices that a stroke sets off.
    func voices(key: Int, velocity: Int) -> [Voice] {
        guard voices.indices.contains(key) else { return [] }
        return voices[key].filter { $0.zone.velocities.contains(velocity) }
    }
}

extension SampledPreset.Voice {
    /// The amplitude of its loudest frame, 0…1.
    var peak: Double { max(once?.peak ?? 0, looped?.peak ?? 0) }

    /// - Returns: nil where the sample is not to be had.
    fileprivate init?(_ zone: SampleZone, of font: SoundFont) {
        self.zone = zone
        let loop = zone.loop
        looped = loop.flatMap { font.recording(zone.sample.frames, loop: $0) }
        once = loop != nil && zone.loopsAfterRelease ? nil : font.recording(zone.sample.frames)
        if loop != nil && looped == nil || once == nil && looped == nil { return nil }
    }
}
