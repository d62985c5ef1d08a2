import LofiDSP
import LofiListening
import LofiPlatform
import LofiPlugin

/// What a first pass over a recording finds out about it.
public struct AudioHearing: Sendable {
    /// Beats, bars, key and chords, in seconds of the recording as it is played.
    public let music: HeardMusic
    /// Length as it is played, in frames of the render.
    let frameCount: Int
    /// Length as it is played, in seconds.
    public let seconds: Double
    /// Integrated loudness in LUFS; -infinity for silence.
    let loudness: Double

    private static let blockFrames = 4096

    /// - Parameters:
    ///   - sampleRate: of the render, in Hz.
    ///   - progress: called about once a second of the song with the seconds heard and the seconds that the file claims.
    /// - Throws: `FileError`, and what `progress` throws.
    init(_ song: AudioSong, sampleRate: Int, progress: (Double, Double) throws -> Void) throws {
        let stream = try song.open(sampleRate: sampleRate)
        let listener = AudioListener(sampleRate: sampleRate)
        let meter = LoudnessMeter(sampleRate: Double(sampleRate))
        let block = AudioBlock.allocate(capacity: Self.blockFrames)
        defer { block.deallocate() }
        block.initialize(repeating: .zero)
        var frames = 0
        while case let count = try stream.read(into: block), count > 0 {
            let heard = AudioBlock(rebasing: block[..<count])
            listener.add(heard)
            meter.add(heard)
            if (frames + count) / sampleRate > frames / sampleRate {
                try progress(Double(frames) / Double(sampleRate), stream.claimedSeconds)
            }
            frames += count
        }
        frameCount = frames
        seconds = Double(frames) / Double(sampleRate)
        loudness = meter.integrated
        music = listener.finish()
    }
}
