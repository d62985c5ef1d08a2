import CPlatform

/// A file without a name, open for reading and writing: gone as soon as it is closed, however the program ends.
package enum NamelessFile {
    /// `$TMPDIR`, else `/tmp`.
    package static var temporaryFolder: String { getenv("TMPDIR").map { String(systemName: $0) } ?? "/tmp" }

    /// - Returns: its descriptor.
    /// - Throws: `FileError.cannotCreate`.
    package static func open(in folder: String) throws(FileError) -> Int32 {
        let descriptor = lofi_open_nameless(folder.systemName)
        guard descriptor >= 0 else {
            throw .cannotCreate("the intermediate file in \(folder)", reason: FileError.reason(errno))
        }
        return descriptor
    }
}
