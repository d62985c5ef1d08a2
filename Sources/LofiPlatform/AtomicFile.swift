import CPlatform
import Synchronization

/// A regular file that appears under its name whole or not at all.
///
/// Written as a hidden file beside its goal, then synced and renamed over it, the folder synced too. A file that it replaces
/// hands on its mode and its owner; a symbolic link keeps pointing, and what it points to is written. A signal removes the
/// unfinished file (`lofi_install_signal_handlers`), so does `deinit`; what a killed process left behind is removed by
/// the next one that writes the same goal.
final class AtomicFile {
    /// As it was asked for; for messages.
    private let path: String
    /// Open for reading and writing.
    let descriptor: Int32
    let folder: String
    /// Where links end.
    private let goal: String
    private let temporaryPath: String
    private var isFinished = false

    init(path: String) throws(FileError) {
        guard !path.isEmpty else { throw .cannotCreate("a file without a name", reason: FileError.reason(ENOENT)) }
        self.path = path
        goal = Self.resolved(path)
        let name: String
        (folder, name) = Self.split(goal)
        var status = stat()
        let isThere = stat(goal.systemName, &status) == 0
        // A name too long or a circle of links would otherwise be noticed when all is done: our own name beside it differs.
        if !isThere, errno != ENOENT { throw .cannotCreate(path, reason: FileError.reason(errno)) }
        if isThere, status.st_mode & S_IFMT == S_IFDIR {
            throw .cannotCreate(path, reason: "it is a folder; name a file in it")
        }
        var folderStatus = stat()
        guard stat(folder.systemName, &folderStatus) == 0 else {
            throw .cannotCreate(path, reason: "folder \(folder): \(FileError.reason(errno))")
        }
        Self.removeLeftovers(of: name, in: folder)
        // A name of 255 bytes is as long as most file systems allow: leave room for our own part.
        temporaryPath = "\(folder)/\(Self.stem(name))\(getpid())-\(Self.nextNumber()).part"
        descriptor = lofi_open_unfinished_file(temporaryPath.systemName, isThere ? 0o600 : 0o666)
        guard descriptor >= 0 else { throw .cannotCreate(path, reason: FileError.reason(errno)) }
        guard isThere else { return }
        // Only root can give a file away; whoever cannot has written it himself.
        _ = fchown(descriptor, status.st_uid, status.st_gid)
        fchmod(descriptor, status.st_mode & 0o777)
    }

    deinit {
        close(descriptor)
        if !isFinished { unlink(temporaryPath.systemName) }
        lofi_forget_unfinished_file(temporaryPath.systemName)
    }

    /// Puts the finished file in its place.
    func commit() throws(FileError) {
        guard fsync(descriptor) == 0, rename(temporaryPath.systemName, goal.systemName) == 0 else {
            throw .cannotWrite(path, reason: FileError.reason(errno))
        }
        isFinished = true
        let directory = open(folder.systemName, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            // Some file systems cannot sync a folder; the file itself is safe by now.
            fsync(directory)
            close(directory)
        }
    }

    /// Where a path leads through its links, the last of which may name a file that is not there yet.
    static func resolved(_ path: String) -> String {
        var path = path
        // As many links as the kernel follows.
        for _ in 0..<40 {
            if let resolved = realpath(path.systemName, nil) {
                defer { free(resolved) }
                return String(systemName: resolved)
            }
            // One more than is filled: the name is not ended by a zero.
            var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
            guard readlink(path.systemName, &target, Int(PATH_MAX)) > 0 else { break }
            let link = String(systemName: target)
            path = link.hasPrefix("/") ? link : "\(split(path).folder)/\(link)"
        }
        let (folder, name) = split(path)
        guard !name.isEmpty, let resolved = realpath(folder.systemName, nil) else { return path }
        defer { free(resolved) }
        return "\(String(systemName: resolved))/\(name)"
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let cut = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        return (cut == path.startIndex ? "/" : String(path[..<cut]), String(path[path.utf8.index(after: cut)...]))
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
            unlink("\(folder)/\(found)".systemName)
        }
    }
}
