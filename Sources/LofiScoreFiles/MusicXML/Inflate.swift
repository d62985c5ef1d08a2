import CZlib

/// Unpacks DEFLATE (RFC 1951), as ZIP archives hold it.
enum Inflate {
    /// - Parameter count: how many bytes there should be; room is made as they come, for the count is only claimed.
    /// - Returns: nil where the bytes are cut off or broken, or hold more or fewer.
    static func bytes(_ packed: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
        var stream = z_stream()
        // A negative window: no header of zlib's before the data.
        guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return nil
        }
        defer { inflateEnd(&stream) }
        var out: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        return packed.withUnsafeBufferPointer { packed in
            stream.next_in = UnsafeMutablePointer(mutating: packed.baseAddress)
            stream.avail_in = UInt32(clamping: packed.count)
            while true {
                let status = chunk.withUnsafeMutableBufferPointer { chunk in
                    (stream.next_out, stream.avail_out) = (chunk.baseAddress, UInt32(chunk.count))
                    return inflate(&stream, Z_NO_FLUSH)
                }
                out.append(contentsOf: chunk[..<(chunk.count - Int(stream.avail_out))])
                guard out.count <= count else { return nil }
                if status == Z_STREAM_END { return out.count == count ? out : nil }
                // Without progress comes an error of the buffer, at the end of what there is.
                guard status == Z_OK else { return nil }
            }
        }
    }
}
