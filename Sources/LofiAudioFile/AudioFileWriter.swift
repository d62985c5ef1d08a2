import CPlatform
import CSndfile
import LofiDSP
import LofiPlatform
import LofiPlugin

/// Writes stereo frames to an open file through libsndfile.
public final class AudioFileWriter {
    private let handle: OpaquePointer
    private let path: String
    private var isOpen = true

    /// 24 s at 44.1 kHz: so often the disk is set to work, or the end of a long song would wait for all of it.
    private static let writebackFrames = 1 << 20
    private let descriptor: Int32
    private var framesSinceWriteback = 0

    /// - Parameters:
    ///   - descriptor: open for reading and writing, able to seek; stays open.
    ///   - frameCount: how many frames will come, for the choice of RF64.
    ///   - path: for messages.
    public init(
        descriptor: Int32, format: AudioFormat, frameCount: Int, path: String
    ) throws(FileError) {
        let byteCount = frameCount * 2 * format.sampleFormat.bytes
        guard byteCount <= format.container.mostBytes else {
            throw .cannotCreate(
                path, reason: "\(format.container.rawValue) holds 4 GiB at most, and this is more; wav and flac hold it"
            )
        }
        var info = SF_INFO(
            frames: 0, samplerate: Int32(format.sampleRate), channels: 2,
            format: format.code(byteCount: byteCount), sections: 0, seekable: 0)
        guard let handle = sf_open_fd(descriptor, Int32(SFM_WRITE), &info, 0) else {
            throw .cannotCreate(path, reason: String(cString: sf_strerror(nil)))
        }
        self.handle = handle
        self.path = path
        self.descriptor = descriptor
        // The PEAK chunk carries the time of day: equal renders would not be equal files.
        sf_command(handle, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, Int32(SF_FALSE))
        sf_set_string(handle, Int32(SF_STR_SOFTWARE), SoftwareTag.name)
        // Lossy codecs take floats beyond full scale badly; the limiter keeps below it, this guards the rest.
        sf_command(handle, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
    }

    deinit { if isOpen { sf_close(handle) } }

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

    /// Writes interleaved samples, whole numbers at the top of 32 bits.
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

    /// Completes the header. Nothing can be written after it.
    public func finish() throws(FileError) {
        isOpen = false
        errno = 0
        sf_write_sync(handle)
        let failed = sf_error(handle) != 0 ? failure() : nil
        guard sf_close(handle) == 0, failed == nil else { throw failed ?? failure() }
    }

    private func failure() -> FileError {
        .cannotWrite(path, reason: errno != 0 ? FileError.reason(errno) : String(cString: sf_strerror(nil)))
    }
}
