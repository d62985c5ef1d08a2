import LofiPlatform
import LofiPlugin
import LofiSoundFont

/// A SoundFont that has been checked, with what was read of its samples; all who play from it share one.
public final class SoundFont: Sendable {
    public let source: SoundFontSource
    let file: SoundFontFile
    /// Of a file; it is read from where it was checked, whatever becomes of its name.
    private let descriptor: Int32
    private let recordings = Locked<[Stretch: Recording]>([:])
    private let samples = Locked<[Range<Int>: Samples]>([:])
    private let zones = Locked<[PresetChoice.Preset: [SampleZone]]>([:])

    private struct Stretch: Hashable {
        let frames: Range<Int>
        let loop: Range<Int>?
    }

    private static let shared = Locked<SoundFont?>(nil)

    /// - Throws: `SynthesisError` that names the file and what is wrong with it.
    public static func load(_ source: SoundFontSource) throws(SynthesisError) -> SoundFont {
        // The built-in one is the same in every render: read once.
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

    /// The zones of a preset, read the first time that somebody asks.
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

    /// The longest release of a preset's zones, 0…20 s. A release takes a voice from full level to silence.
    func releaseSeconds(_ preset: PresetChoice.Preset) throws(SynthesisError) -> Double {
        let longest = try zones(preset).map { $0[.release] }.max() ?? -12000
        return min(20, exp2(longest / 1200))
    }

    /// A stretch of the sample data as it lies in the file, 16-bit little endian; nil if it lies outside. It lives as long as the
    /// font.
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

    /// A stretch of the sample data; read the first time that somebody asks.
    /// - Parameter loop: what goes round in it, counted from its first frame.
    /// - Returns: nil where it is not to be had.
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
    /// The font that was chosen, checked; all synthesizers of a render share it.
    /// - Throws: `SynthesisError` that names the file and what is wrong with it.
    func loadedFont() throws(SynthesisError) -> SoundFont {
        try shared.value(for: soundFont) { () throws(SynthesisError) in try SoundFont.load(soundFont) }
    }
}
