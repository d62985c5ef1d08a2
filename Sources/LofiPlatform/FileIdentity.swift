/// A file by what it is, whatever name or link leads to it.
package struct FileIdentity: Hashable, Sendable {
    private let device, number: UInt64

    /// nil where there is none.
    package init?(_ path: String) {
        var status = stat()
        guard stat(path.systemName, &status) == 0 else { return nil }
        self.init(status)
    }

    package init(_ status: stat) { (device, number) = (UInt64(status.st_dev), UInt64(status.st_ino)) }
}
