/// Repeats a system call that a signal interrupts.
/// - Returns: what the call returned; below 0 with the reason in `errno`.
package func uninterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        guard result < 0, errno == EINTR else { return result }
    }
}

/// Writes all bytes, in as many calls as it takes.
/// - Returns: 0, or the `errno` for which it stopped.
package func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var rest = bytes
    while !rest.isEmpty {
        let count = uninterrupted { write(descriptor, rest.baseAddress, rest.count) }
        guard count > 0 else { return count < 0 ? errno : EIO }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    return 0
}

/// Fills a buffer from a place in a file, in as many calls as it takes.
/// - Returns: how many bytes there were, fewer at the end of the file; below 0 with the reason in `errno`.
package func readAll(into bytes: UnsafeMutableRawBufferPointer, from descriptor: Int32, at offset: Int) -> Int {
    var done = 0
    while done < bytes.count {
        let count = uninterrupted {
            pread(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
        }
        guard count >= 0 else { return count }
        if count == 0 { break }
        done += count
    }
    return done
}
