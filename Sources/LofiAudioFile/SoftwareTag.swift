import CSndfile
import LofiPlatform

/// The name of this program in the audio files that it writes, by which it knows them again.
///
/// libsndfile writes no tags into MP3: one of ours is taken for another's.
package enum SoftwareTag {
    static let name = "lofi-render"

    /// Whether the file at a path says that this program made it.
    package static func isOnFile(_ path: String) -> Bool {
        // Opening a pipe would wait for its other end.
        var status = stat()
        guard stat(path.systemName, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        var info = SF_INFO()
        guard let handle = sf_open(path.systemName, Int32(SFM_READ), &info) else { return false }
        defer { sf_close(handle) }
        // The library adds its own name behind it.
        return sf_get_string(handle, Int32(SF_STR_SOFTWARE)).map { String(cString: $0).hasPrefix(name) } ?? false
    }
}
