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
        let file = try InputFile(path: path)
        return try contents(of: file, limit: limit)
    }

    /// The rest of an open file.
    /// - Parameters:
    ///   - beginning: what has been read already; it is part of the result.
    ///   - limit: maximum size in bytes.
    /// - Throws: `InputError` if the file cannot be read or is larger.
    package static func contents(
        of file: InputFile, after beginning: [UInt8] = [], limit: Int = largestSong
    ) throws(InputError) -> [UInt8] {
        let (path, descriptor) = (file.path, file.descriptor)
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw InputError(path: path, reason: FileError.reason(errno)) }
        let tooLarge = InputError(path: path, reason: "larger than \(limit) bytes")
        var bytes = beginning
        // A regular file reports its size, but it may grow or shrink while it is read.
        if status.st_mode & S_IFMT == S_IFREG {
            guard status.st_size <= limit else { throw tooLarge }
            bytes.reserveCapacity(Int(status.st_size) + 1)
        }
        while case let chunk = try file.read(atMost: 1 << 16), !chunk.isEmpty {
            bytes += chunk
            if bytes.count > limit { throw tooLarge }
        }
        return bytes
    }
}

/// A file or standard input, open for reading.
package final class InputFile {
    /// As given; `-` is standard input.
    package let path: String
    fileprivate let descriptor: Int32

    /// - Throws: `InputError` if it cannot be opened, or is a folder.
    package init(path: String) throws(InputError) {
        self.path = path
        descriptor = path == "-" ? STDIN_FILENO : uninterrupted { open(path.systemName, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw InputError(path: path, reason: FileError.reason(errno)) }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw InputError(path: path, reason: "it is a folder")
        }
    }

    deinit { if path != "-", descriptor >= 0 { close(descriptor) } }

    /// Whether it is a file on disk, which can be read again, rather than a pipe.
    package var isOnDisk: Bool {
        var status = stat()
        return path != "-" && fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Reads the next bytes.
    /// - Returns: at least one, except at the end.
    package func read(atMost limit: Int) throws(InputError) -> [UInt8] {
        var reason: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            let got = uninterrupted { systemRead(descriptor, buffer.baseAddress, limit) }
            (count, reason) = got < 0 ? (0, errno) : (got, 0)
        }
        guard reason == 0 else { throw InputError(path: path, reason: FileError.reason(reason)) }
        return bytes
    }
}

/// The C function, which a method of the same name hides.
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, bytes, count)
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
