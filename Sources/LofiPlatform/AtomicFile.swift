import CPlatform
import Synchronization

/// A regular file that is written atomically: it appears complete or not at all.
///
/// It is written to a hidden file in the same folder, synced and renamed over its target, and the folder is synced too. A
/// replaced file keeps its mode and owner; a symbolic link is followed and kept. A signal removes the unfinished file
/// (`lofi_install_signal_handlers`), as does `deinit`; leftovers of a killed process are removed by the next one that
/// writes to the same target.
final class AtomicFile {
    /// The path as given, for messages.
    private let path: String
    /// Open for reading and writing.
    let descriptor: Int32
    let folder: String
    /// The target path with links resolved.
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
        // Detect a name that is too long or a link cycle now: the temporary name would hide it until the final rename.
        if !isThere, errno != ENOENT { throw .cannotCreate(path, reason: FileError.reason(errno)) }
        if isThere, status.st_mode & S_IFMT == S_IFDIR {
            throw .cannotCreate(path, reason: "it is a folder; name a file in it")
        }
        var folderStatus = stat()
        guard stat(folder.systemName, &folderStatus) == 0 else {
            throw .cannotCreate(path, reason: "folder \(folder): \(FileError.reason(errno))")
        }
        Self.removeLeftovers(of: name, in: folder)
        // Most file systems allow names of 255 bytes: leave room for the temporary suffix.
        temporaryPath = "\(folder)/\(Self.stem(name))\(getpid())-\(Self.nextNumber()).part"
        descriptor = lofi_open_unfinished_file(temporaryPath.systemName, isThere ? 0o600 : 0o666)
        guard descriptor >= 0 else { throw .cannotCreate(path, reason: FileError.reason(errno)) }
        guard isThere else { return }
        // Only root can change the owner; failure is harmless, since others already own the file.
        _ = fchown(descriptor, status.st_uid, status.st_gid)
        fchmod(descriptor, status.st_mode & 0o777)
    }

    deinit {
        close(descriptor)
        if !isFinished { unlink(temporaryPath.systemName) }
        lofi_forget_unfinished_file(temporaryPath.systemName)
    }

    /// Syncs the finished file and moves it into place.
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

    /// The target of a path with all links resolved; it need not exist yet.
    static func resolved(_ path: String) -> String {
        var path = path
        // The kernel's limit on links.
        for _ in 0..<40 {
            if let resolved = realpath(path.systemName, nil) {
                defer { free(resolved) }
                return String(systemName: resolved)
            }
            // One byte more than readlink fills, because it does not terminate the name.
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

    /// Numbers the temporary files of this process, so that two renders to one path do not collide.
    private static let counter = Atomic(0)

    private static func nextNumber() -> Int { counter.add(1, ordering: .relaxed).newValue }

    /// Removes `.NAME.lofi-PID-N.part` files of processes that no longer exist.
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
