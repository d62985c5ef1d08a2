import CPlatform

/// An unnamed temporary file, open for reading and writing; it disappears when closed, however the program ends.
package enum NamelessFile {
    /// `$TMPDIR`, else `/tmp`.
    package static var temporaryFolder: String { getenv("TMPDIR").map { String(systemName: $0) } ?? "/tmp" }

    /// Creates an unnamed file in a folder.
    /// - Returns: its file descriptor.
    /// - Throws: `FileError.cannotCreate`.
    package static func open(in folder: String) throws(FileError) -> Int32 {
        let descriptor = lofi_open_nameless(folder.systemName)
        guard descriptor >= 0 else {
            throw .cannotCreate("the intermediate file in \(folder)", reason: FileError.reason(errno))
        }
        return descriptor
    }
}
