import CSndfile
import LofiDSP
import LofiPlatform
import LofiPlugin

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
    /// Frames read so far.
    private var place = 0
    /// Room for a piece of the file; one may have a thousand channels.
    private var samples: [Float]
    private let pieceFrames: Int
    private static let pieceSamples = 1 << 16
    /// 80 dB over full scale: beyond lies damage, and no number at all.
    private static let loudest: Float = 10_000

    public init(path: String) throws(FileError) {
        var info = SF_INFO()
        guard let handle = sf_open(path.systemName, Int32(SFM_READ), &info) else {
            throw .cannotRead(path, reason: Self.reason(nil))
        }
        self.handle = handle
        self.path = path
        sampleRate = Int(info.samplerate)
        frameCount = Int(info.frames)
        channels = Int(info.channels)
        pieceFrames = max(1, Self.pieceSamples / max(1, channels))
        samples = [Float](repeating: 0, count: pieceFrames * max(0, channels))
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
            ? FileError.reason(code) : String(cString: sf_strerror(handle))
    }

    /// Fills the block from its start.
    /// - Returns: how many frames there were; 0 at the end.
    public func read(into block: AudioBlock) throws(FileError) -> Int {
        var filled = 0
        while filled < block.count {
            let wanted = min(pieceFrames, block.count - filled)
            let read = samples.withUnsafeMutableBufferPointer {
                Int(sf_readf_float(handle, $0.baseAddress, sf_count_t(wanted)))
            }
            guard sf_error(handle) == 0 else { throw .cannotRead(path, reason: Self.reason(handle)) }
            guard read > 0 else { break }
            let right = min(1, channels - 1)
            for frame in 0..<read {
                block[filled + frame] = StereoFrame(sample(frame * channels), sample(frame * channels + right))
            }
            filled += read
        }
        place += filled
        // Lengths of some compressed files are guesses; a second is none.
        guard filled == block.count || place + sampleRate >= frameCount else {
            throw .cannotRead(path, reason: "cut off: it claims \(frameCount) frames, \(place) are there")
        }
        return filled
    }

    private func sample(_ index: Int) -> Float {
        let sample = samples[index]
        return abs(sample) <= Self.loudest ? sample : 0
    }
}

extension AudioClip {
    /// Longer files are refused: a clip lies in memory.
    public static let longestSeconds = 20 * 60

    /// Reads a whole file at the given rate.
    public init(path: String, sampleRate: Double) throws(FileError) {
        let reader = try AudioFileReader(path: path)
        guard reader.frameCount <= Self.longestSeconds * reader.sampleRate else {
            throw .cannotRead(path, reason: "longer than \(Self.longestSeconds / 60) minutes; cut it")
        }
        // The claimed length is not believed: room is made for what is there.
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
