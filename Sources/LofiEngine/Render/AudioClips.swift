import LofiAudioFile
import LofiDSP

/// The audio files that a graph's plugins play.
enum AudioClips {
    /// Reads each once, at the rate of the render.
    static func load(_ paths: Set<String>, sampleRate: Int) throws(AudioFileError) -> [String: AudioClip] {
        var clips: [String: AudioClip] = [:]
        for path in paths.sorted() { clips[path] = try AudioClip(path: path, sampleRate: Double(sampleRate)) }
        return clips
    }
}
