import LofiPlatform
import LofiSynthesis

/// Bytes that a reader of files finds under a path, though they lie on no disk.
final class MemoryFile {
    private let descriptor: Int32

    init(_ bytes: [UInt8]) {
        var path = Array("/dev/shm/lofi-fuzz-XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        precondition(descriptor >= 0, "there is no room for a file in memory")
        unlink(path)
        let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        precondition(written == bytes.count, "a file in memory takes all bytes")
    }

    deinit { close(descriptor) }

    func withPath<Result>(_ body: (String) throws -> Result) rethrows -> Result {
        try body("/proc/self/fd/\(descriptor)")
    }
}
