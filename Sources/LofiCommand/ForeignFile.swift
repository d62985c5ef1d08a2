import LofiAudioFile
import LofiPlatform

/// A file that somebody else made, under a name that nobody gave.
enum ForeignFile {
    /// - Throws: a `Failure` where there is one at the path.
    static func refuse(_ path: String, isOwn: (String) -> Bool = SoftwareTag.isOnFile) throws {
        // What a folder is refused for is said when it is written to.
        guard access(path.systemName, F_OK) == 0, !Folder.exists(path), !isOwn(path) else { return }
        throw Failure(
            message: "\(path) exists and was not made by lofi-render; name another output, or replace it with --force",
            exitCode: Failure.cannotCreate)
    }
}
