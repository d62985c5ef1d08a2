import LofiAudioFile
import LofiPlatform

/// Where the stems of a song go, and in which format.
public struct StemExport: Sendable, Equatable {
    /// The folder; created if missing, emptied of the stems of an earlier render.
    public var folder: String
    /// Name of the song, at the beginning of each file name.
    public var songName: String
    /// Sample format of the WAV files.
    public var sampleFormat = AudioFormat.SampleFormat.float32
    /// Whether the folder may hold other files. They are kept, except those with the names of stems.
    public var allowsForeignFiles = false

    /// - Parameter songName: any text; what no file system refuses is kept of it.
    public init(folder: String, songName: String) { (self.folder, self.songName) = (folder, songName) }

    /// The folder that holds the folder.
    package var parent: String {
        let path = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    /// Whether the folder has a manifest and every file that it names.
    package var isComplete: Bool {
        let files = StemManifest.files(in: folder)
        return !files.isEmpty && files.isSubset(of: namesOfFolder(folder))
    }
}
