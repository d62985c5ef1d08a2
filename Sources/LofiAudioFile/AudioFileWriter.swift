import CPlatform
import CSndfile
import LofiDSP
import LofiPlatform
import LofiPlugin

/// Writes stereo frames and tags to an open file: through libsndfile, and the tags that it does not write afterwards.
public final class AudioFileWriter {
    private let handle: OpaquePointer
    private let path: String
    private let format: AudioFormat
    private let tags: AudioTags
    private let frameCount: Int
    private var isOpen = true
    /// The chunk that holds the loudness, known after the last frame; nil for a format without one.
    private var broadcast: BroadcastExtension?

    /// Interval at which writing to disk is started, 24 s at 44.1 kHz, so that the final sync of a long song is short.
    private static let writebackFrames = 1 << 20
    private let descriptor: Int32
    private var framesSinceWriteback = 0

    /// Creates a writer.
    /// - Parameters:
    ///   - descriptor: seekable file descriptor, open for reading and writing; it stays open.
    ///   - frameCount: number of frames to be written, to choose between WAV and RF64.
    ///   - path: path for messages.
    ///   - tags: what the file says about the recording.
    /// - Throws: `FileError.cannotCreate`, or `.cannotWrite` if the header cannot be written.
    public init(
        descriptor: Int32, format: AudioFormat, frameCount: Int, path: String, tags: AudioTags = AudioTags()
    ) throws(FileError) {
        let byteCount = frameCount * 2 * format.sampleFormat.bytes
        guard byteCount <= format.container.mostBytes else {
            throw .cannotCreate(
                path, reason: "\(format.container.rawValue) files are limited to 4 GiB; use wav or flac"
            )
        }
        var info = SF_INFO(
            frames: 0, samplerate: Int32(format.sampleRate), channels: 2,
            format: format.code(byteCount: byteCount), sections: 0, seekable: 0)
        errno = 0
        guard let handle = sf_open_fd(descriptor, Int32(SFM_WRITE), &info, 0) else {
            // The header is written here, and the disk may be full.
            guard Int(sf_error(nil)) == SF_ERR_SYSTEM, errno != 0 else {
                throw .cannotCreate(path, reason: String(cString: sf_strerror(nil)))
            }
            throw .cannotWrite(path, reason: FileError.reason(errno))
        }
        self.handle = handle
        self.path = path
        self.descriptor = descriptor
        (self.format, self.tags, self.frameCount) = (format, tags.cut(), frameCount)
        // The PEAK chunk contains a time stamp, so equal renders would give different files.
        sf_command(handle, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, Int32(SF_FALSE))
        try writeTags()
        // Lossy codecs handle floats beyond full scale badly; the limiter stays below it, and this guards other output.
        sf_command(handle, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
    }

    deinit { if isOpen { sf_close(handle) } }

    /// Writes the tags that libsndfile can write, ahead of the audio.
    private func writeTags() throws(FileError) {
        if format.container == .wav {
            broadcast = BroadcastExtension(tags)
            guard broadcast?.set(on: handle) == true else { throw failure() }
            if tags.loop != nil, !LoopPoints.set(on: handle, frameCount: frameCount) { throw failure() }
        }
        // In MP3 they would be ID3 version 1, in 30 characters each.
        guard format.container != .mp3 else { return }
        let texts: [(Int, String?)] = [
            (SF_STR_TITLE, tags.title), (SF_STR_ARTIST, tags.artist), (SF_STR_ALBUM, tags.album),
            (SF_STR_DATE, tags.date), (SF_STR_GENRE, tags.genre), (SF_STR_COMMENT, tags.comment),
            (SF_STR_COPYRIGHT, tags.copyright), (SF_STR_SOFTWARE, SoftwareTag.name),
        ]
        for case (let field, let text?) in texts { sf_set_string(handle, Int32(field), text) }
    }

    /// Writes frames as floats.
    public func write(_ block: AudioBlock) throws(FileError) {
        guard let base = block.baseAddress else { return }
        errno = 0
        let written = base.withMemoryRebound(to: Float.self, capacity: block.count * 2) {
            sf_writef_float(handle, $0, sf_count_t(block.count))
        }
        guard written == block.count else { throw failure() }
        startWriteback(after: block.count)
    }

    /// Writes interleaved integer samples, left-justified in 32 bits.
    public func write(_ samples: UnsafeBufferPointer<Int32>) throws(FileError) {
        guard let base = samples.baseAddress else { return }
        errno = 0
        guard sf_writef_int(handle, base, sf_count_t(samples.count / 2)) == samples.count / 2 else { throw failure() }
        startWriteback(after: samples.count / 2)
    }

    private func startWriteback(after frames: Int) {
        framesSinceWriteback += frames
        guard framesSinceWriteback >= Self.writebackFrames else { return }
        lofi_start_writeback(descriptor)
        framesSinceWriteback = 0
    }

    /// Cuts off what was written beyond a length; writing goes on from there. Not for lossy formats.
    public func truncate(toFrames frameCount: Int) throws(FileError) {
        var length = sf_count_t(frameCount)
        errno = 0
        guard sf_command(handle, Int32(SFC_FILE_TRUNCATE), &length, Int32(MemoryLayout<sf_count_t>.size)) == 0 else {
            throw failure()
        }
    }

    /// Completes header and tags; nothing can be written afterwards.
    /// - Parameter loudness: of all frames, if it was measured; WAV holds it.
    public func finish(loudness: ProgrammeLoudness? = nil) throws(FileError) {
        isOpen = false
        errno = 0
        if loudness != nil {
            broadcast?.setLoudness(loudness)
            _ = broadcast?.set(on: handle)
        }
        sf_write_sync(handle)
        let failed = sf_error(handle) != 0 ? failure() : nil
        guard sf_close(handle) == 0, failed == nil else { throw failed ?? failure() }
        try FinishedFile(descriptor: descriptor, path: path).add(tags, format: format, frameCount: frameCount)
    }

    private func failure() -> FileError {
        .cannotWrite(path, reason: errno != 0 ? FileError.reason(errno) : String(cString: sf_strerror(nil)))
    }
}
