import LofiAudioFile
import LofiPlatform

/// The folder of a song's stems, in which all files appear together or none does.
final class StemFolder {
    /// The files are not named before their song is known.
    private var files: [(name: String, file: OutputFile)] = []
    private let export: StemExport
    private let folder: UnfinishedFolder
    /// The files of an earlier render.
    private let earlier: Set<String>

    /// Opens the folder before any work begins.
    /// - Throws: `FileError.cannotCreate`, also if it holds files that lofi-render did not write and `export` does not allow it.
    init(_ export: StemExport) throws(FileError) {
        self.export = export
        // A manifest may have been edited: what has not our tag is not ours.
        earlier = StemManifest.files(in: export.folder).filter { name in
            name == StemManifest.name || SoftwareTag.isOnFile("\(export.folder)/\(name)")
        }
        if !export.allowsForeignFiles, let foreign = Self.foreignFile(in: export.folder, own: earlier) {
            throw .cannotCreate(
                export.folder,
                reason:
                    "it holds \(foreign), which is no stem of lofi-render; choose another folder, or keep its files "
                    + "and write beside them with --force")
        }
        folder = try UnfinishedFolder(export.folder)
    }

    // Unfinished files go before the folder.
    deinit { files = [] }

    /// The first file, by name, that is neither a stem nor being written.
    private static func foreignFile(in folder: String, own: Set<String>) -> String? {
        namesOfFolder(folder).filter { name in
            ![".", ".."].contains(name) && !own.contains(name) && !(name.hasPrefix(".") && name.hasSuffix(".part"))
        }.min()
    }

    /// Creates a file of the folder.
    /// - Parameter output: the finished recording, whose place a stem may not take.
    func file(named name: String, besides output: String) throws(FileError) -> OutputFile {
        let path = "\(export.folder)/\(name)"
        guard output == "-" || !OutputFile.areOne(path, output) else {
            throw .cannotCreate(path, reason: "it is the finished recording; choose another folder or output")
        }
        let file = try OutputFile(path: path, seeks: true)
        files.append((name, file))
        return file
    }

    /// Moves all files into place and removes the stems of an earlier render.
    func commit() throws(FileError) {
        // The long part first: from then on nothing waits for the disk.
        for (_, file) in files { try file.sync() }
        holdSignals()
        defer { releaseSignals() }
        for (index, (_, file)) in files.enumerated() {
            do { try file.commit() } catch {
                for (name, _) in files[..<index] where !earlier.contains(name) {
                    unlink("\(export.folder)/\(name)".systemName)
                }
                throw error
            }
        }
        folder.keep()
        for name in earlier.subtracting(files.map(\.name)) { unlink("\(export.folder)/\(name)".systemName) }
    }
}
