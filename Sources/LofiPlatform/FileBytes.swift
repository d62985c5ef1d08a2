/// Reads a file or standard input into memory.
public enum FileBytes {
    /// Maximum size of a song file: 64 MiB; a song of a million notes has 8 MiB.
    public static let largestSong = 64 << 20

    /// The contents of a file.
    /// - Parameters:
    ///   - path: path of the file; `-` is standard input.
    ///   - limit: maximum size in bytes.
    /// - Throws: `InputError` if the file cannot be read or is larger.
    public static func contents(of path: String, limit: Int = largestSong) throws(InputError) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : uninterrupted { open(path.systemName, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw InputError(path: path, reason: FileError.reason(errno)) }
        defer { if path != "-" { close(descriptor) } }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw InputError(path: path, reason: FileError.reason(errno)) }
        if status.st_mode & S_IFMT == S_IFDIR { throw InputError(path: path, reason: "it is a folder") }
        let tooLarge = InputError(path: path, reason: "larger than \(limit) bytes")
        var bytes: [UInt8] = []
        // A regular file reports its size, but it may grow or shrink while it is read.
        if status.st_mode & S_IFMT == S_IFREG {
            guard status.st_size <= limit else { throw tooLarge }
            bytes.reserveCapacity(Int(status.st_size) + 1)
        }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { chunk in
                uninterrupted { read(descriptor, chunk.baseAddress, chunk.count) }
            }
            guard count >= 0 else { throw InputError(path: path, reason: FileError.reason(errno)) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[0..<count])
            if bytes.count > limit { throw tooLarge }
        }
    }
}

/// The error for an input that cannot be read.
public struct InputError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The path as given; `-` is standard input.
    public let path: String
    /// Why it cannot be read.
    public let reason: String

    /// Message for the user; a path of `-` is shown as standard input.
    public var description: String { "cannot read \(path == "-" ? "standard input" : path): \(reason)" }
}
