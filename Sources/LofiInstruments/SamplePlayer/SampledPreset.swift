/// A preset of a SoundFont with the samples of the keys that are struck, in memory.
final class SampledPreset: Sendable {
    /// One voice of a key.
    struct Voice: Sendable {
        let zone: SampleZone
        let recording: Recording
    }

    private let voices: [[Voice]]

    /// - Parameter keys: which are struck; the others stay silent.
    /// - Returns: nil where its samples are compressed or missing: FluidSynth has what can be had.
    init?(_ font: SoundFont, bank: Int, program: Int, keys: Set<Int>) {
        var voices = [[Voice]](repeating: [], count: 128)
        for zone in SampleZoneReader(font: font.file).zones(bank: bank, program: program) {
            let struck = keys.filter(zone.keys.contains)
            guard !struck.isEmpty else { continue }
            guard !zone.sample.isElsewhere, let recording = font.recording(zone.sample.frames) else { return nil }
            for key in struck where voices.indices.contains(key) {
                voices[key].append(Voice(zone: zone, recording: recording))
            }
        }
        self.voices = voices
    }

    /// The voices that a stroke sets off.
    func voices(key: Int, velocity: Int) -> [Voice] {
        guard voices.indices.contains(key) else { return [] }
        return voices[key].filter { $0.zone.velocities.contains(velocity) }
    }
}
