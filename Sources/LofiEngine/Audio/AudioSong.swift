import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin

/// A recording that is played through a style like a song.
public struct AudioSong: Sendable {
    /// The recording.
    public let source: AudioSource
    /// Speed of the recording, 0.25…4, as of a record: 0.85 is slower and lower by 2.8 semitones.
    public let speed: Double

    /// - Parameter speed: 0.25…4.
    public init(_ source: AudioSource, speed: Double = 1) {
        precondition(Self.speeds.contains(speed), "a speed of \(Self.speeds)")
        (self.source, self.speed) = (source, speed)
    }

    /// Allowed speeds.
    public static let speeds = 0.25...4.0

    /// Opens it at the beginning.
    /// - Parameter sampleRate: of the frames that are read, in Hz.
    /// - Throws: `FileError`.
    func open(sampleRate: Int) throws(FileError) -> Stream { try Stream(self, sampleRate: sampleRate) }

    /// The frames of a recording at a given sample rate and speed.
    final class Stream {
        private let reader: AudioFileReader
        private let resampler: StreamResampler?

        init(_ song: AudioSong, sampleRate: Int) throws(FileError) {
            reader = try AudioFileReader(song.source)
            let step = song.speed * Double(reader.sampleRate) / Double(sampleRate)
            claimedSeconds = Double(reader.frameCount) / Double(reader.sampleRate) / song.speed
            resampler = step == 1 ? nil : StreamResampler(step: step)
        }

        /// Length as it is played, by the file's own claim.
        let claimedSeconds: Double

        /// Reads the next frames into a block.
        /// - Returns: the number of frames; fewer than the block holds only at the end.
        func read(into block: AudioBlock) throws(FileError) -> Int {
            guard let resampler else { return try reader.read(into: block) }
            return try resampler.read(into: block) { piece throws(FileError) in try reader.read(into: piece) }
        }
    }
}
