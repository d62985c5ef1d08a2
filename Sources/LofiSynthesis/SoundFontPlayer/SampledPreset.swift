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

    /// - Parameter keys: which are struck; the others stay silent.
    /// - Returns: nil where its samples are compressed or missing: FluidSynth has what can be had.
    /// - Throws: `SynthesisError` where the font asks for more than a note can wait for.
    init?(_ font: SoundFont, bank: Int, program: Int, keys: Set<Int>) throws(SynthesisError) {
        var voices = [[Voice]](repeating: [], count: 128)
        let zones: [SampleZone]
        do { zones = try SampleZoneReader(font: font.file).zones(bank: bank, program: program) } catch {
            throw .soundFont(font.source.description, reason: error.reason)
        }
        for zone in zones {
            let struck = keys.filter(zone.keys.contains)
            guard !struck.isEmpty else { continue }
            guard !zone.sample.isElsewhere, let voice = Voice(zone, of: font) else { return nil }
            for key in struck where voices.indices.contains(key) { voices[key].append(voice) }
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
