/// A drum kit of a SoundFont with the samples of the keys that are struck, in memory.
final class SampledKit: Sendable {
    /// One voice of a key.
    struct Voice: Sendable {
        let zone: SampleZone
        let recording: Recording
    }

    /// A sample as floats, ±1, with silence before and behind it, so that a curve through four frames never asks for more.
    final class Recording: @unchecked Sendable {
        static let margin = 4
        /// The first frame. Never written after it was filled.
        let frames: UnsafePointer<Float>
        let count: Int
        private let storage: UnsafeMutablePointer<Float>

        init(_ samples: UnsafeMutableBufferPointer<Int16>) {
            count = samples.count
            storage = .allocate(capacity: count + 2 * Self.margin)
            storage.initialize(repeating: 0, count: count + 2 * Self.margin)
            for index in samples.indices { storage[index + Self.margin] = Float(samples[index]) / 32768 }
            frames = UnsafePointer(storage + Self.margin)
        }

        deinit { storage.deallocate() }
    }

    private let voices: [[Voice]]

    /// - Parameter keys: which are struck; the others stay silent.
    /// - Returns: nil where something in the kit is beyond this player (compressed samples, oscillators): FluidSynth has it all.
    init?(_ font: SoundFont, bank: Int, program: Int, keys: Set<Int>) {
        var voices = [[Voice]](repeating: [], count: 128)
        var recordings: [Int: Recording] = [:]
        for zone in SampleZoneReader(font: font.file).zones(bank: bank, program: program) {
            let struck = keys.filter(zone.keys.contains)
            guard !struck.isEmpty else { continue }
            guard !zone.hasOscillators, !zone.sample.isElsewhere else { return nil }
            let first = zone.sample.frames.lowerBound
            let recording: Recording
            if let known = recordings[first], known.count == zone.sample.frames.count {
                recording = known
            } else {
                let samples = UnsafeMutableBufferPointer<Int16>.allocate(capacity: zone.sample.frames.count)
                defer { samples.deallocate() }
                guard font.readSamples(zone.sample.frames, into: samples) else { return nil }
                recording = Recording(samples)
                recordings[first] = recording
            }
            for key in struck where (0...127).contains(key) {
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
