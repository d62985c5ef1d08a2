#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The bytes of a MIDI file that a style names.
enum MIDIBytes {
    /// A drum part of hours has less; what is larger is something else.
    private static let limit = 16 << 20

    static func contents(of path: String) throws(ArrangementError) -> [UInt8] {
        func failure(_ code: Int32) -> ArrangementError {
            .grooveFile(path: path, reason: String(cString: strerror(code)))
        }
        guard let file = fopen(path, "re") else { throw failure(errno) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 {
                guard ferror(file) == 0 else { throw failure(errno) }
                return bytes
            }
            bytes += chunk[0..<count]
            guard bytes.count <= limit else {
                throw .grooveFile(path: path, reason: "it is larger than 16 MiB: no drum groove")
            }
        }
    }
}
