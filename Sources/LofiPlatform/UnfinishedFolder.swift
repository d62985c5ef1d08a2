import CPlatform

/// A folder that is removed again, with any parents made for it, if it is still empty when the work on it ends early, be it
/// by an error or by a signal.
package final class UnfinishedFolder {
    /// The folders that were made, parents first.
    private var made: [String] = []

    /// Creates a folder with any missing parents; one that exists is never removed.
    /// - Throws: `FileError.cannotCreate`.
    package init(_ path: String) throws(FileError) {
        guard !path.isEmpty else { throw .cannotCreate("a folder without a name", reason: FileError.reason(ENOENT)) }
        var parent = path.hasPrefix("/") ? "/" : ""
        for name in path.split(separator: "/") {
            parent += "\(name)/"
            if lofi_make_unfinished_folder(parent.systemName, 0o777) == 0 {
                made.append(parent)
            } else if !Folder.exists(parent) {
                let reason = FileError.reason(errno == EEXIST ? ENOTDIR : errno)
                remove()
                throw .cannotCreate("the folder \(path)", reason: reason)
            }
        }
    }

    deinit { remove() }

    /// Keeps the folder from now on.
    package func keep() {
        for path in made { lofi_forget_unfinished_file(path.systemName) }
        made = []
    }

    private func remove() {
        for path in made.reversed() {
            rmdir(path.systemName)
            lofi_forget_unfinished_file(path.systemName)
        }
    }
}

/// Delays the end of the program by a signal until `releaseSignals`, for work that must not be cut in two.
package func holdSignals() { lofi_hold_signals() }

/// Ends the program now if a signal has asked for it since `holdSignals`.
package func releaseSignals() { lofi_release_signals() }
