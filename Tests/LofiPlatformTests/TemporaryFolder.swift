import Foundation
import LofiPlatform

/// A folder for one test, which goes with it.
final class TemporaryFolder {
    let path = FileManager.default.temporaryDirectory.appending(path: "platform-\(UUID().uuidString)").path

    init() throws { try Folder.make(path) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    subscript(name: String) -> String { "\(path)/\(name)" }

    /// Hidden ones too.
    var names: [String] { namesOfFolder(path).filter { $0 != "." && $0 != ".." }.sorted() }

    func mode(_ name: String) -> UInt32 {
        var status = stat()
        return stat(self[name].systemName, &status) == 0 ? UInt32(status.st_mode & 0o7777) : 0
    }

    func kind(_ name: String) -> UInt32 {
        var status = stat()
        return lstat(self[name].systemName, &status) == 0 ? UInt32(status.st_mode & S_IFMT) : 0
    }
}
