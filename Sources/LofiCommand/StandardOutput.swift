import LofiPlatform

/// Where data goes that is asked for as `-`.
enum StandardOutput {
    static func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { send($0.baseAddress! + sent, bytes.count - sent) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure }
            sent += count
        }
    }

    /// What was printed has arrived. A reader that had enough and is gone is no mishap.
    static func finish() throws { if fflush(nil) != 0, errno != EPIPE { throw failure } }

    private static var failure: Failure {
        Failure(message: "standard output: \(String(cString: strerror(errno)))", exitCode: Failure.inputOutput)
    }
}

/// Within the enum `write` is its own.
private func send(_ start: UnsafeRawPointer, _ count: Int) -> Int { write(STDOUT_FILENO, start, count) }
