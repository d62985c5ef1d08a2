/// Repeats a system call while signals interrupt it.
/// - Returns: the call's result; negative on error, with the reason in `errno`.
package func uninterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        guard result < 0, errno == EINTR else { return result }
    }
}

/// Writes all bytes, repeating partial writes.
/// - Returns: 0, or the `errno` of the failed write.
package func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var rest = bytes
    while !rest.isEmpty {
        let count = uninterrupted { write(descriptor, rest.baseAddress, rest.count) }
        guard count > 0 else { return count < 0 ? errno : EIO }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    return 0
}

/// Writes all bytes at an offset in a file, repeating partial writes.
/// - Returns: 0, or the `errno` of the failed write.
package func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int) -> Int32 {
    var done = 0
    while done < bytes.count {
        let count = uninterrupted {
            pwrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
        }
        guard count > 0 else { return count < 0 ? errno : EIO }
        done += count
    }
    return 0
}

/// Fills a buffer from an offset in a file, repeating partial reads.
/// - Returns: the number of bytes read, fewer at the end of the file; negative on error, with the reason in `errno`.
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
