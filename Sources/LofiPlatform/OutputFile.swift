/// An output: a file that appears complete or not at all, a device or pipe that is written directly, or standard output.
///
/// It is opened before the work begins, so that an unwritable path is reported at once.
public final class OutputFile {
    /// The path as given; `-` is standard output.
    public let path: String
    /// File descriptor for writing; with `seeks`, also for reading and seeking.
    public let descriptor: Int32
    /// Folder for temporary files: on the same disk as the output, if that is a file.
    public let folder: String
    private let file: AtomicFile?
    /// A device, a pipe or standard output, which must not be replaced.
    private let stream: Int32

    /// Opens an output.
    /// - Parameter seeks: whether the writer seeks, as for a WAV header; data for a pipe is then collected in a temporary
    ///   file first.
    /// - Throws: `FileError.cannotCreate`.
    public init(path: String, seeks: Bool = false) throws(FileError) {
        self.path = path
        guard Self.isStream(path) else {
            let file = try AtomicFile(path: path)
            (self.file, stream, descriptor, folder) = (file, -1, file.descriptor, file.folder)
            return
        }
        (file, folder) = (nil, NamelessFile.temporaryFolder)
        let opened = path == "-" ? STDOUT_FILENO : uninterrupted { open(path.systemName, O_WRONLY | O_CLOEXEC) }
        stream = opened
        guard opened >= 0 else { throw .cannotCreate(path, reason: FileError.reason(errno)) }
        do { descriptor = try seeks ? NamelessFile.open(in: folder) : opened } catch {
            if path != "-" { close(opened) }
            throw error
        }
    }

    deinit {
        guard file == nil else { return }
        if descriptor != stream { close(descriptor) }
        if path != "-" { close(stream) }
    }

    /// Writes a complete file.
    /// - Throws: `FileError`.
    public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        let file = try OutputFile(path: path)
        try file.write(bytes)
        try file.commit()
    }

    /// Appends bytes.
    public func write(_ bytes: [UInt8]) throws(FileError) {
        let code = bytes.withUnsafeBytes { writeAll($0, to: descriptor) }
        guard code == 0 else { throw failure(code) }
    }

    /// Discards everything written so far; only with `seeks`.
    public func startOver() throws(FileError) {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw failure(errno) }
    }

    /// Waits until the data of a file is on the disk, so that `commit` takes no time.
    package func sync() throws(FileError) {
        guard file == nil || fsync(descriptor) == 0 else { throw failure(errno) }
    }

    /// Moves the finished file into place, or sends the collected data to the pipe.
    public func commit() throws(FileError) {
        if let file { return try file.commit() }
        guard descriptor != stream else { return }
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        var position = 0
        while true {
            let count = chunk.withUnsafeMutableBytes { readAll(into: $0, from: descriptor, at: position) }
            guard count >= 0 else { throw failure(errno) }
            if count == 0 { return }
            let code = chunk.withUnsafeBytes { writeAll(UnsafeRawBufferPointer(rebasing: $0[..<count]), to: stream) }
            guard code == 0 else { throw failure(code) }
            position += count
        }
    }

    private func failure(_ code: Int32) -> FileError {
        .cannotWrite(path == "-" ? "standard output" : path, reason: FileError.reason(code))
    }

    /// Whether two paths refer to the same output file, however they are spelled.
    package static func areOne(_ first: String, _ second: String) -> Bool {
        AtomicFile.resolved(first) == AtomicFile.resolved(second)
    }

    /// Whether a path is standard output, a device or a pipe.
    package static func isStream(_ path: String) -> Bool {
        if path == "-" { return true }
        var status = stat()
        return stat(path.systemName, &status) == 0 && ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
    }
}
