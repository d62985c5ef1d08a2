/// Checks for and creates folders.
package enum Folder {
    /// Whether a path is an existing folder.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path.systemName, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Creates a folder with any missing parents.
    /// - Throws: `FileError.cannotCreate`.
    package static func make(_ path: String) throws(FileError) {
        var made = path.hasPrefix("/") ? "/" : ""
        for name in path.split(separator: "/") {
            made += "\(name)/"
            guard mkdir(made.systemName, 0o777) != 0, !exists(made) else { continue }
            // If a file is in the way, report that instead of "File exists".
            throw .cannotCreate("the folder \(path)", reason: FileError.reason(errno == EEXIST ? ENOTDIR : errno))
        }
    }
}
