#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where data goes that is asked for as `-`.
enum StandardOutput {
    static func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { send($0.baseAddress! + sent, bytes.count - sent) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw Failure(
                    message: "standard output: \(String(cString: strerror(errno)))", exitCode: Failure.inputOutput)
            }
            sent += count
        }
    }
}

/// Within the enum `write` is its own.
private func send(_ start: UnsafeRawPointer, _ count: Int) -> Int { write(STDOUT_FILENO, start, count) }
