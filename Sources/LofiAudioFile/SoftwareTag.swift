import CSndfile
import LofiPlatform

/// The software tag that identifies audio files written by this program.
package enum SoftwareTag {
    static let name = "lofi-render"

    /// Whether a file has this program's tag.
    package static func isOnFile(_ path: String) -> Bool {
        // Opening a pipe would block until its other end is opened.
        var status = stat()
        guard stat(path.systemName, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        let head = beginning(of: path)
        if let software = ID3Tag.software(head) { return software.hasPrefix(name) }
        // Others are not opened: libmpg123, which decodes MP3 for libsndfile, prints lines of its own on standard error for
        // anything broken.
        guard ["RIFF", "RF64", "fLaC", "FORM", "OggS"].contains(where: { head.starts(with: $0.utf8) }) else {
            return false
        }
        var info = SF_INFO()
        guard let handle = sf_open(path.systemName, Int32(SFM_READ), &info) else { return false }
        defer { sf_close(handle) }
        // libsndfile appends its own name.
        return sf_get_string(handle, Int32(SF_STR_SOFTWARE)).map { String(cString: $0).hasPrefix(name) } ?? false
    }

    /// Enough for an ID3 tag of ours, which MP3 begins with.
    private static func beginning(of path: String) -> [UInt8] {
        let descriptor = open(path.systemName, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = bytes.withUnsafeMutableBytes { readAll(into: $0, from: descriptor, at: 0) }
        return Array(bytes.prefix(max(0, count)))
    }
}
