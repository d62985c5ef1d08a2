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

    /// A stretch of the sample data; read the first time that somebody asks.
    /// - Parameter loop: what goes round in it, counted from its first frame.
    /// - Returns: nil where it is not to be had.
    func recording(_ frames: Range<Int>, loop: Range<Int>? = nil) -> Recording? {
        recordings.withLock { known in
            let stretch = Stretch(frames: frames, loop: loop)
            if let recording = known[stretch] { return recording }
            let recording = read(stretch)
            known[stretch] = recording
            return recording
        }
    }

    private func read(_ stretch: Stretch) -> Recording? {
        let frames = stretch.frames
        let start = file.sampleBytes.lowerBound + frames.lowerBound * 2
        guard frames.lowerBound >= 0, start + frames.count * 2 <= file.sampleBytes.upperBound else { return nil }
        let samples = UnsafeMutableBufferPointer<Int16>.allocate(capacity: frames.count)
        defer { samples.deallocate() }
        let bytes = UnsafeMutableRawBufferPointer(samples)
        switch source {
        case .builtIn:
            bytes.copyMemory(
                from: UnsafeRawBufferPointer(rebasing: EmbeddedSoundFont.bytes[start..<(start + bytes.count)]))
        case .file:
            guard readAll(into: bytes, from: descriptor, at: start) == bytes.count else { return nil }
        }
        return Recording(UnsafeBufferPointer(samples), loop: stretch.loop)
    }
}
