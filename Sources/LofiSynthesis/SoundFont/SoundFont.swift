import LofiPlatform
import LofiPlugin
import LofiSoundFont

/// A validated SoundFont with its cached samples, shared by all players.
public final class SoundFont: Sendable {
    /// Where the font comes from.
    public let source: SoundFontSource
    let file: SoundFontFile
    /// Descriptor of the validated file, which stays open so that renaming or replacing it has no effect.
    private let descriptor: Int32
    private let recordings = Locked<[Stretch: Recording]>([:])
    private let samples = Locked<[Range<Int>: Samples]>([:])
    private let zones = Locked<[PresetChoice.Preset: [SampleZone]]>([:])

    private struct Stretch: Hashable {
        let frames: Range<Int>
        let loop: Range<Int>?
    }

    private static let shared = Locked<SoundFont?>(nil)

    /// Loads and validates a SoundFont.
    /// - Throws: `SynthesisError.soundFont` with the path and the reason.
    public static func load(_ source: SoundFontSource) throws(SynthesisError) -> SoundFont {
        // The built-in font is the same for every render: read it once.
        if source == .builtIn, let known = shared.withLock({ $0 }) { return known }
        let font = try SoundFont(source)
        if source == .builtIn { shared.withLock { $0 = font } }
        return font
    }

    private init(_ source: SoundFontSource) throws(SynthesisError) {
        self.source = source
        do throws(SoundFontFileError) {
            switch source {
            case .file(let path): (file, descriptor) = try SoundFontFile.opened(path)
            case .builtIn: (file, descriptor) = (try SoundFontFile.check(EmbeddedSoundFont.bytes), -1)
            }
        } catch { throw .soundFont(source.description, reason: error.reason) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func has(bank: Int, program: Int) -> Bool {
        file.presets.contains { $0.bank == bank && $0.program == program }
    }

    /// The zones of a preset, read on first use.
    func zones(_ preset: PresetChoice.Preset) throws(SynthesisError) -> [SampleZone] {
        do {
            return try zones.withLock { (known) throws(SoundFontFileError) in
                if let zones = known[preset] { return zones }
                let zones = try SampleZoneReader(font: file).zones(bank: preset.bank, program: preset.program)
                known[preset] = zones
                return zones
            }
        } catch { throw .soundFont(source.description, reason: error.reason) }
    }

    /// The longest time that a preset sounds after any of the keys is released, 0…20 s.
    func ringSeconds(_ preset: PresetChoice.Preset, keys: Set<Int>) throws(SynthesisError) -> Double {
        var longest = 0.0
        for zone in try zones(preset) {
            for key in zone.keys where keys.contains(key) { longest = max(longest, zone.ringSeconds(key: key)) }
        }
        return longest
    }

    /// The presets, sorted by bank and program.
    package var presets: [SoundFontFile.Preset] { file.presets }

    /// Number of samples.
    package var sampleCount: Int { file.sampleCount }

    /// Why a preset makes no sound; nil if it makes one.
    /// - Throws: `SynthesisError.soundFont` if its zones cannot be read.
    package func silence(of preset: SoundFontFile.Preset) throws(SynthesisError) -> String? {
        let zones = try zones(
            PresetChoice.Preset(font: source, bank: preset.bank, program: preset.program))
        if zones.isEmpty { return "no zone has a sample" }
        if zones.allSatisfy({ $0.sample.storage == .rom }) { return "its samples are in the ROM of a sound card" }
        return zones.contains { holdsSound($0.sample) } ? nil : "its samples are silent"
    }

    private func holdsSound(_ sample: SampleZone.Sample) -> Bool {
        switch sample.storage {
        case .rom: return false
        case .compressed: return !sample.frames.isEmpty
        case .file:
            guard let read = read(sample.frames) else { return false }
            defer { read.deallocate() }
            return read.contains { $0 != 0 }
        }
    }

    /// A range of the sample data as stored, 16-bit little endian; nil if out of bounds. Valid for the lifetime of the font.
    func samples(_ frames: Range<Int>) -> UnsafeBufferPointer<Int16>? {
        samples.withLock { known in
            if let samples = known[frames] { return samples.frames }
            guard let read = read(frames) else { return nil }
            known[frames] = Samples(read)
            return UnsafeBufferPointer(read)
        }
    }

    private final class Samples: @unchecked Sendable {
        let frames: UnsafeBufferPointer<Int16>

        init(_ frames: UnsafeMutableBufferPointer<Int16>) { self.frames = UnsafeBufferPointer(frames) }

        deinit { frames.deallocate() }
    }

    /// A range of the sample data as a recording, read on first use.
    /// - Parameter loop: the loop, relative to the first frame of the range.
    /// - Returns: nil if the data is not available.
    func recording(_ frames: Range<Int>, loop: Range<Int>? = nil) -> Recording? {
        recordings.withLock { known in
            let stretch = Stretch(frames: frames, loop: loop)
            if let recording = known[stretch] { return recording }
            guard let samples = read(stretch.frames) else { return nil }
            defer { samples.deallocate() }
            let recording = Recording(UnsafeBufferPointer(samples), loop: stretch.loop)
            known[stretch] = recording
            return recording
        }
    }

    private func read(_ frames: Range<Int>) -> UnsafeMutableBufferPointer<Int16>? {
        let start = file.sampleBytes.lowerBound + frames.lowerBound * 2
        guard frames.lowerBound >= 0, start + frames.count * 2 <= file.sampleBytes.upperBound else { return nil }
        let samples = UnsafeMutableBufferPointer<Int16>.allocate(capacity: frames.count)
        let bytes = UnsafeMutableRawBufferPointer(samples)
        switch source {
        case .builtIn:
            bytes.copyMemory(
                from: UnsafeRawBufferPointer(rebasing: EmbeddedSoundFont.bytes[start..<(start + bytes.count)]))
        case .file:
            guard readAll(into: bytes, from: descriptor, at: start) == bytes.count else {
                samples.deallocate()
                return nil
            }
        }
        return samples
    }
}

extension SynthesisContext {
    /// The validated font, shared by all synthesizers of a render.
    /// - Throws: `SynthesisError.soundFont` with the path and the reason.
    func loadedFont() throws(SynthesisError) -> SoundFont {
        try shared.value(for: soundFont) { () throws(SynthesisError) in try SoundFont.load(soundFont) }
    }
}
