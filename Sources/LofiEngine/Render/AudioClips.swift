import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin

/// The audio files that a graph's plugins play.
enum AudioClips {
    /// They lie in memory: of all together no more.
    static let mostSeconds = 3600

    /// Reads each once, at the rate of the render.
    static func load(_ paths: Set<String>, sampleRate: Int) throws(FileError) -> [String: AudioClip] {
        var clips: [String: AudioClip] = [:]
        var frames = 0
        for path in paths.sorted() {
            let clip = try AudioClip(path: path, sampleRate: Double(sampleRate))
            frames += clip.frames.count
            guard frames <= mostSeconds * sampleRate else {
                throw .cannotRead(
                    path, reason: "the audio files of the style are longer than \(mostSeconds / 60) minutes together")
            }
            clips[path] = clip
        }
        return clips
    }
}
