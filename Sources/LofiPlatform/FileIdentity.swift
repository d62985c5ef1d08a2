/// The identity of a file (device and inode), independent of the names and links that lead to it.
package struct FileIdentity: Hashable, Sendable {
    private let device, number: UInt64

    /// Returns nil if there is no such file.
    package init?(_ path: String) {
        var status = stat()
        guard stat(path.systemName, &status) == 0 else { return nil }
        self.init(status)
    }

    package init(_ status: stat) { (device, number) = (UInt64(status.st_dev), UInt64(status.st_ino)) }
}
