import LofiAudioFile
import LofiPlatform

/// Protects existing files that lofi-render did not create from being replaced through a default output name.
enum ForeignFile {
    /// - Throws: `Failure` if `path` is an existing file for which `isOwn` returns false.
    static func refuse(_ path: String, isOwn: (String) -> Bool = SoftwareTag.isOnFile) throws {
        // For a folder, the write itself reports a clearer error.
        guard access(path.systemName, F_OK) == 0, !Folder.exists(path), !isOwn(path) else { return }
        throw Failure(
            message:
                "\(path) exists and was not made by lofi-render; choose another output, or replace it with --force",
            exitCode: Failure.cannotCreate)
    }
}
