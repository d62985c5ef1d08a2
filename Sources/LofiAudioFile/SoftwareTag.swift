import CSndfile
import LofiPlatform

/// The software tag that identifies audio files written by this program.
///
/// MP3 has none: libsndfile writes no tags there, so an MP3 counts as made by another program.
package enum SoftwareTag {
    static let name = "lofi-render"

    /// Whether a file has this program's tag.
    package static func isOnFile(_ path: String) -> Bool {
        // Opening a pipe would block until its other end is opened.
        var status = stat()
        guard stat(path.systemName, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        var info = SF_INFO()
        guard let handle = sf_open(path.systemName, Int32(SFM_READ), &info) else { return false }
        defer { sf_close(handle) }
        // libsndfile appends its own name.
        return sf_get_string(handle, Int32(SF_STR_SOFTWARE)).map { String(cString: $0).hasPrefix(name) } ?? false
    }
}
