import CPlatform
import CSndfile
import LofiDSP
import LofiPlatform
import LofiPlugin

/// Reads an audio file in any format supported by libsndfile, block by block, as stereo.
///
/// A mono file is copied to both channels; of more than two channels, the first two are used.
public final class AudioFileReader {
    /// Sample rate in Hz.
    public let sampleRate: Int
    /// Length in frames, as claimed by the file.
    public let frameCount: Int
    private let handle: OpaquePointer
    /// Kept open as long as it is read.
    private let source: AudioSource
    private var path: String { source.name }
    /// Whether libmpg123 decodes it, which prints lines of its own about anything broken.
    private let isMPEG: Bool
    private let channels: Int
    /// Frames read so far.
    private var place = 0
    /// Buffer for interleaved samples; a file may have a thousand channels.
    private var samples: [Float]
    private let pieceFrames: Int
    private static let pieceSamples = 1 << 16
    /// Supported sample rates in Hz.
    private static let sampleRates = 8000...192_000
    /// Maximum magnitude of a sample: 80 dB above full scale. Anything larger, and NaN, is damage.
    private static let loudest: Float = 10_000

    /// Opens an audio file.
    /// - Throws: `FileError.cannotRead`, or `.badContents` for what is no audio.
    public convenience init(path: String) throws(FileError) { try self.init(AudioSource(path: path)) }

    /// Opens a source at its beginning. Only one reader at a time may read a spool.
    /// - Throws: `FileError.cannotRead`, or `.badContents` for what is no audio.
    public init(_ source: AudioSource) throws(FileError) {
        let path = source.name
        guard source.descriptor != nil || !Folder.exists(source.path) else {
            throw .cannotRead(path, reason: "it is a folder")
        }
        var info = SF_INFO()
        errno = 0
        lofi_hush_stderr()
        let opened: OpaquePointer?
        if let descriptor = source.descriptor {
            lseek(descriptor, 0, SEEK_SET)
            opened = sf_open_fd(descriptor, Int32(SFM_READ), &info, 0)
        } else {
            opened = sf_open(source.path.systemName, Int32(SFM_READ), &info)
        }
        lofi_unhush_stderr()
        guard let handle = opened else {
            switch Int(sf_error(nil)) {
            case SF_ERR_SYSTEM: throw .cannotRead(path, reason: Self.reason(nil))
            case SF_ERR_UNRECOGNISED_FORMAT, SF_ERR_MALFORMED_FILE, SF_ERR_UNSUPPORTED_ENCODING:
                throw .badContents(path, reason: Self.reason(nil))
            // libsndfile's own text is about a pipe.
            default: throw .badContents(path, reason: "damaged: nothing in it can be decoded")
            }
        }
        self.handle = handle
        self.source = source
        isMPEG = Int(info.format) & Int(SF_FORMAT_TYPEMASK) == Int(SF_FORMAT_MPEG)
        sampleRate = Int(info.samplerate)
        frameCount = Int(info.frames)
        channels = Int(info.channels)
        pieceFrames = max(1, Self.pieceSamples / max(1, channels))
        samples = [Float](repeating: 0, count: pieceFrames * max(0, channels))
        let reason: String? =
            if !Self.sampleRates.contains(sampleRate) {
                "\(sampleRate) Hz; \(Self.sampleRates.lowerBound)…\(Self.sampleRates.upperBound) Hz are supported"
            } else if frameCount <= 0 || channels <= 0 {
                "no audio in it"
            } else {
                nil
            }
        if let reason {
            sf_close(handle)
            throw .badContents(path, reason: reason)
        }
    }

    deinit { sf_close(handle) }

    /// The system's error message if there is one, otherwise libsndfile's.
    private static func reason(_ handle: OpaquePointer?) -> String {
        let code = errno
        return Int(sf_error(handle)) == SF_ERR_SYSTEM && code != 0
            ? FileError.reason(code) : String(cString: sf_strerror(handle))
    }

    /// Reads the next frames into a block.
    /// - Returns: the number of frames read; 0 at the end.
    /// - Throws: `FileError.badContents` for a damaged or truncated file.
    public func read(into block: AudioBlock) throws(FileError) -> Int {
        var filled = 0
        while filled < block.count {
            let wanted = min(pieceFrames, block.count - filled)
            if isMPEG { lofi_hush_stderr() }
            let read = samples.withUnsafeMutableBufferPointer {
                Int(sf_readf_float(handle, $0.baseAddress, sf_count_t(wanted)))
            }
            if isMPEG { lofi_unhush_stderr() }
            guard sf_error(handle) == 0 else { throw .badContents(path, reason: Self.reason(handle)) }
            guard read > 0 else { break }
            let right = min(1, channels - 1)
            for frame in 0..<read {
                block[filled + frame] = StereoFrame(sample(frame * channels), sample(frame * channels + right))
            }
            filled += read
        }
        place += filled
        // The length of some compressed files is an estimate: allow for one second.
        guard filled == block.count || place + sampleRate >= frameCount else {
            throw .badContents(path, reason: "truncated: it claims \(frameCount) frames but has \(place)")
        }
        return filled
    }

    private func sample(_ index: Int) -> Float {
        let sample = samples[index]
        return abs(sample) <= Self.loudest ? sample : 0
    }
}

extension AudioClip {
    /// Maximum length of a clip in seconds, because it is held in memory.
    public static let longestSeconds = 20 * 60

    /// Reads a whole file, resampled to a sample rate in Hz.
    /// - Throws: `FileError`, also for files longer than 20 minutes.
    public init(path: String, sampleRate: Double) throws(FileError) {
        let reader = try AudioFileReader(path: path)
        guard reader.frameCount <= Self.longestSeconds * reader.sampleRate else {
            throw .cannotRead(path, reason: "longer than \(Self.longestSeconds / 60) minutes; cut it")
        }
        // Do not trust the claimed length: allocate for what is actually read.
        var frames: [StereoFrame] = []
        var piece = [StereoFrame](repeating: .zero, count: 1 << 16)
        while frames.count < reader.frameCount {
            let read = try piece.withUnsafeMutableBufferPointer { piece throws(FileError) in
                try reader.read(into: piece)
            }
            if read == 0 { break }
            frames += piece.prefix(min(read, reader.frameCount - frames.count))
        }
        self = AudioClip(frames: frames, sampleRate: Double(reader.sampleRate)).resampled(to: sampleRate)
    }
}
