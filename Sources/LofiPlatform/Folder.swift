/// What can be asked of a folder, and its making.
package enum Folder {
    /// Whether there is a folder at a path.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path.systemName, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Makes a folder and those above it, where they are missing.
    /// - Throws: `FileError.cannotCreate`.
    package static func make(_ path: String) throws(FileError) {
        var made = path.hasPrefix("/") ? "/" : ""
        for name in path.split(separator: "/") {
            made += "\(name)/"
            guard mkdir(made.systemName, 0o777) != 0, !exists(made) else { continue }
            // A file by that name is said of it, as the system does not.
            throw .cannotCreate(path, reason: FileError.reason(errno == EEXIST ? ENOTDIR : errno))
        }
    }
}
