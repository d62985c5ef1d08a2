import CPlatform
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that appears under its name whole or not at all.
///
/// Written as a hidden file beside its goal, then synced and renamed over it, the folder synced too. A signal removes the
/// unfinished file (`lofi_install_signal_handlers`), so does `deinit`; what a killed process left behind is removed by
/// the next one that writes the same goal.
public final class AtomicFile {
    public let path: String
    /// Open for reading and writing.
    public let descriptor: Int32
    private let folder: String
    private let temporaryPath: String
    private var isFinished = false

    public init(path: String) throws(FileError) {
        // A link keeps pointing: what it points to is replaced.
        let path = Self.resolved(path)
        self.path = path
        let cut = path.lastIndex(of: "/")
        folder = cut.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let name = cut.map { String(path[path.index(after: $0)...]) } ?? path
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw .cannotCreate(path, reason: "it is a folder; name a file in it")
        }
        guard !path.isEmpty else { throw .cannotCreate("a file without a name", reason: FileError.reason(ENOENT)) }
        // Our own name beside it is shorter: without this it would be said when all is done.
        if stat(path, &status) != 0, errno == ENAMETOOLONG {
            throw .cannotCreate(path, reason: FileError.reason(errno))
        }
        guard stat(folder, &status) == 0 else {
            throw .cannotCreate(path, reason: "folder \(folder): \(FileError.reason(errno))")
        }
        Self.removeLeftovers(of: name, in: folder)
        // A name of 255 bytes is as long as most file systems allow: leave room for our own part.
        let stem = Self.stem(name)
        temporaryPath = "\(folder)/\(stem)\(getpid())-\(Self.nextNumber()).part"
        let opened = lofi_open_unfinished_file(temporaryPath, 0o666)
        guard opened >= 0 else { throw .cannotCreate(path, reason: FileError.reason(errno)) }
        descriptor = opened
    }

    deinit {
        close(descriptor)
        if !isFinished { unlink(temporaryPath) }
        lofi_forget_unfinished_file(temporaryPath)
    }

    /// Appends bytes.
    public func write(_ bytes: [UInt8]) throws(FileError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress! + sent, bytes.count - sent) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .cannotWrite(path, reason: FileError.reason(errno)) }
            sent += count
        }
    }

    /// Puts the finished file in its place.
    public func commit() throws(FileError) {
        guard fsync(descriptor) == 0, rename(temporaryPath, path) == 0 else {
            throw .cannotWrite(path, reason: FileError.reason(errno))
        }
        isFinished = true
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            // Some file systems cannot sync a folder; the file itself is safe by now.
            fsync(directory)
            close(directory)
        }
    }

    private static func resolved(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func stem(_ name: String) -> String {
        ".\(String(decoding: name.utf8.prefix(200), as: UTF8.self)).lofi-"
    }

    /// Numbers the unfinished files of this process, so that two renders to one path do not meet.
    private static let counter = Atomic(0)

    private static func nextNumber() -> Int { counter.add(1, ordering: .relaxed).newValue }

    /// Removes `.NAME.lofi-PID-N.part` of processes that are no more.
    private static func removeLeftovers(of name: String, in folder: String) {
        let stem = stem(name)
        for found in namesOfFolder(folder) {
            guard found.hasPrefix(stem), found.hasSuffix(".part"),
                let process = Int32(found.dropFirst(stem.count).prefix { $0 != "-" }),
                kill(process, 0) != 0, errno == ESRCH
            else { continue }
            unlink("\(folder)/\(found)")
        }
    }
}

/// Within the class `write` is its own.
private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, start, count)
}
