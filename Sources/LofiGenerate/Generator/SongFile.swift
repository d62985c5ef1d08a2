import LofiPlatform
import LofiPlugin
import LofiScore
import LofiScoreFiles

/// A song that a setting of a generator names.
enum SongFile {
    /// - Throws: `GenerationError.settings` with the path and what is wrong with it.
    static func score(_ path: String) throws(GenerationError) -> Score {
        do {
            return try MIDISong(FileBytes.contents(of: path)).score
        } catch let error as InputError {
            throw .settings(reason: error.description)
        } catch { throw .settings(reason: "\(path): \(error)") }
    }
}
