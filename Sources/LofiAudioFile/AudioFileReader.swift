import CSndfile
import LofiDSP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads an audio file of any format that libsndfile knows, block by block, as stereo.
///
/// One channel is heard on both sides; of more than two the first two are taken.
public final class AudioFileReader {
    /// Frames per second.
    public let sampleRate: Int
    public let frameCount: Int
    private let handle: OpaquePointer
    private let path: String
    private let channels: Int
    private var samples: [Float] = []

    public init(path: String) throws(AudioFileError) {
        var info = SF_INFO()
        guard let handle = sf_open(path, Int32(SFM_READ), &info) else {
            throw .cannotRead(path, reason: Self.reason(nil))
        }
        self.handle = handle
        self.path = path
        sampleRate = Int(info.samplerate)
        frameCount = Int(info.frames)
        channels = Int(info.channels)
        guard (8000...192_000).contains(sampleRate), frameCount > 0, channels > 0 else {
            sf_close(handle)
            throw .cannotRead(
                path, reason: "\(frameCount) frames in \(channels) channels at \(sampleRate) Hz: not a sound to use")
        }
    }

    deinit { sf_close(handle) }

    /// What the system says where it is to blame, else what the library says.
    private static func reason(_ handle: OpaquePointer?) -> String {
        let code = errno
        return Int(sf_error(handle)) == SF_ERR_SYSTEM && code != 0
            ? AudioFileError.reason(code) : String(cString: sf_strerror(handle))
    }

    /// Fills the block from its start.
    /// - Returns: how many frames there were; 0 at the end.
    public func read(into block: AudioBlock) throws(AudioFileError) -> Int {
        if samples.count < block.count * channels { samples = [Float](repeating: 0, count: block.count * channels) }
        let read = samples.withUnsafeMutableBufferPointer {
            Int(sf_readf_float(handle, $0.baseAddress, sf_count_t(block.count)))
        }
        guard sf_error(handle) == 0 else { throw .cannotRead(path, reason: Self.reason(handle)) }
        let right = min(1, channels - 1)
        for frame in 0..<read {
            block[frame] = StereoFrame(samples[frame * channels], samples[frame * channels + right])
        }
        return read
    }
}

extension AudioClip {
    /// Longer files are refused: a clip lies in memory.
    public static let longestSeconds = 20 * 60

    /// Reads a whole file at the given rate.
    public init(path: String, sampleRate: Double) throws(AudioFileError) {
        let reader = try AudioFileReader(path: path)
        guard reader.frameCount <= Self.longestSeconds * reader.sampleRate else {
            throw .cannotRead(path, reason: "longer than \(Self.longestSeconds / 60) minutes; cut it")
        }
        var frames = [StereoFrame](repeating: .zero, count: reader.frameCount)
        var (filled, failure): (Int, AudioFileError?) = (0, nil)
        frames.withUnsafeMutableBufferPointer { buffer in
            do throws(AudioFileError) {
                while filled < buffer.count {
                    let read = try reader.read(into: AudioBlock(rebasing: buffer[filled...].prefix(65536)))
                    if read == 0 { break }
                    filled += read
                }
            } catch { failure = error }
        }
        if let failure { throw failure }
        self = AudioClip(frames: Array(frames.prefix(filled)), sampleRate: Double(reader.sampleRate))
            .resampled(to: sampleRate)
    }
}
