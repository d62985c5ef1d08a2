import LofiPlatform

/// An audio file that libsndfile has finished, for changes to its headers and chunks.
struct FinishedFile {
    let descriptor: Int32
    /// For messages.
    let path: String

    private static let pieceBytes = 1 << 20

    /// - Throws: `FileError.cannotWrite`, as all of these do.
    func size() throws(FileError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(errno) }
        return Int(status.st_size)
    }

    /// The bytes of a range, fewer at the end of the file.
    func bytes(_ range: Range<Int>) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        let count = bytes.withUnsafeMutableBytes { readAll(into: $0, from: descriptor, at: range.lowerBound) }
        guard count >= 0 else { throw failure(errno) }
        return Array(bytes.prefix(count))
    }

    /// Overwrites bytes, or appends them at the end of the file.
    func write(_ bytes: some Collection<UInt8>, at offset: Int) throws(FileError) {
        let code = Array(bytes).withUnsafeBytes { writeAll($0, to: descriptor, at: offset) }
        guard code == 0 else { throw failure(code) }
    }

    /// Replaces a range by other bytes, whose number may differ; what follows moves.
    func replace(_ range: Range<Int>, with bytes: [UInt8]) throws(FileError) {
        let (end, shift) = (try size(), bytes.count - range.count)
        if shift > 0 {
            var position = end
            while position > range.upperBound {
                let start = max(range.upperBound, position - Self.pieceBytes)
                try write(self.bytes(start..<position), at: start + shift)
                position = start
            }
        } else if shift < 0 {
            for start in stride(from: range.upperBound, to: end, by: Self.pieceBytes) {
                try write(self.bytes(start..<min(end, start + Self.pieceBytes)), at: start + shift)
            }
            guard ftruncate(descriptor, off_t(end + shift)) == 0 else { throw failure(errno) }
        }
        try write(bytes, at: range.lowerBound)
    }

    /// The error if libsndfile wrote something that is not understood here.
    func unknownLayout() -> FileError {
        .cannotWrite(path, reason: "libsndfile laid out its header in an unknown way, so the tags cannot be added")
    }

    private func failure(_ code: Int32) -> FileError { .cannotWrite(path, reason: FileError.reason(code)) }
}
