import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin

/// Loads the audio files played by a graph's plugins.
enum AudioClips {
    /// Maximum total length, because clips are held in memory.
    static let mostSeconds = 3600

    /// Reads each file once, resampled to the render's sample rate.
    /// - Throws: `FileError`.
    static func load(_ paths: Set<String>, sampleRate: Int) throws(FileError) -> [String: AudioClip] {
        var clips: [String: AudioClip] = [:]
        var frames = 0
        for path in paths.sorted() {
            let clip = try AudioClip(path: path, sampleRate: Double(sampleRate))
            frames += clip.frames.count
            guard frames <= mostSeconds * sampleRate else {
                throw .cannotRead(
                    path, reason: "the style's audio files are longer than \(mostSeconds / 60) minutes in total")
            }
            clips[path] = clip
        }
        return clips
    }
}
