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
        guard canHaveTag(path) else { return false }
        var info = SF_INFO()
        guard let handle = sf_open(path.systemName, Int32(SFM_READ), &info) else { return false }
        defer { sf_close(handle) }
        // libsndfile appends its own name.
        return sf_get_string(handle, Int32(SF_STR_SOFTWARE)).map { String(cString: $0).hasPrefix(name) } ?? false
    }

    /// Whether a file begins as a container with tags does. Others are not opened: libmpg123, which decodes MP3 for
    /// libsndfile, prints lines of its own on standard error for anything broken.
    private static func canHaveTag(_ path: String) -> Bool {
        let descriptor = open(path.systemName, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var magic = [UInt8](repeating: 0, count: 4)
        guard magic.withUnsafeMutableBytes({ readAll(into: $0, from: descriptor, at: 0) }) == 4 else { return false }
        return ["RIFF", "RF64", "fLaC", "FORM", "OggS"].contains(String(decoding: magic, as: UTF8.self))
    }
}
