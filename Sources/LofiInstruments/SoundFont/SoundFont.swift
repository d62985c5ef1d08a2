import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A SoundFont that has been checked, ready to be read from.
struct SoundFont: Sendable {
    let source: SoundFontSource
    let file: SoundFontFile

    private static let builtIn = Mutex<SoundFont?>(nil)

    /// - Throws: `SynthesisError` that names the file and what is wrong with it.
    init(_ source: SoundFontSource) throws(SynthesisError) {
        do throws(SoundFontFileError) {
            switch source {
            case .file(let path): self.init(source: source, file: try SoundFontFile.check(path: path))
            case .builtIn:
                // The same in every render: read once.
                if let known = Self.builtIn.withLock({ $0 }) {
                    self = known
                    return
                }
                let font = SoundFont(source: source, file: try SoundFontFile.check(EmbeddedSoundFont.bytes))
                Self.builtIn.withLock { $0 = font }
                self = font
            }
        } catch { throw .soundFont(source.description, reason: error.reason) }
    }

    private init(source: SoundFontSource, file: SoundFontFile) { (self.source, self.file) = (source, file) }

    func has(bank: Int, program: Int) -> Bool {
        file.presets.contains { $0.bank == bank && $0.program == program }
    }

    /// Reads frames of the sample data, each a 16-bit number, into a buffer of as many.
    /// - Returns: false where they are not to be had.
    func readSamples(_ frames: Range<Int>, into buffer: UnsafeMutableBufferPointer<Int16>) -> Bool {
        precondition(buffer.count == frames.count)
        let bytes = UnsafeMutableRawBufferPointer(buffer)
        let offset = file.sampleBytes.lowerBound + frames.lowerBound * 2
        guard frames.lowerBound >= 0, offset + bytes.count <= file.sampleBytes.upperBound else { return false }
        switch source {
        case .builtIn:
            bytes.copyMemory(
                from: UnsafeRawBufferPointer(rebasing: EmbeddedSoundFont.bytes[offset..<(offset + bytes.count)]))
        case .file(let path):
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return false }
            defer { close(descriptor) }
            var done = 0
            while done < bytes.count {
                let got = pread(descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
                if got < 0 && errno == EINTR { continue }
                guard got > 0 else { return false }
                done += got
            }
        }
        // The format is little-endian.
        for index in buffer.indices { buffer[index] = Int16(littleEndian: buffer[index]) }
        return true
    }
}
