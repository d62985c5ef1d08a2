import LofiPlatform
import LofiPlugin
import LofiScore
import LofiScoreFiles

/// Reads a song named by a generator's setting.
enum SongFile {
    /// The score of a MIDI file.
    /// - Throws: `GenerationError.settings` with the path and the reason.
    static func score(_ path: String) throws(GenerationError) -> Score {
        do {
            return try MIDISong(FileBytes.contents(of: path)).score
        } catch let error as InputError {
            throw .settings(reason: error.description)
        } catch { throw .settings(reason: "\(path): \(error)") }
    }
}
