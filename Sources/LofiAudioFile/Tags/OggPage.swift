/// A page of an Ogg stream (RFC 3533): a header, and up to 255 segments of packets.
struct OggPage {
    /// Bytes of the header without its table of segments.
    static let headBytes = 27
    /// Bytes of the longest page.
    static let mostBytes = headBytes + 255 + 255 * 255

    /// Lengths of the segments; one below 255 ends a packet.
    let segments: ArraySlice<UInt8>
    /// The segments' contents.
    let body: ArraySlice<UInt8>

    /// Reads a page at the beginning of `bytes`; nil if it is not whole.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count >= Self.headBytes, bytes.prefix(4).elementsEqual("OggS".utf8) else { return nil }
        let segments = bytes.dropFirst(Self.headBytes).prefix(Int(bytes[bytes.startIndex + 26]))
        let body = segments.reduce(0) { $0 + Int($1) }
        let rest = bytes.dropFirst(Self.headBytes + segments.count)
        guard rest.count >= body else { return nil }
        (self.segments, self.body) = (segments, rest.prefix(body))
    }

    var byteCount: Int { Self.headBytes + segments.count + body.count }

    /// Pages with header packets, the last of which ends its page; serial number, page number and checksum are still 0.
    static func headerPages(_ packets: [[UInt8]]) -> [UInt8] {
        let segments = packets.flatMap { packet in
            [UInt8](repeating: 255, count: packet.count / 255) + [UInt8(packet.count % 255)]
        }
        let body = packets.flatMap(\.self)
        var (pages, position): ([UInt8], Int) = ([], 0)
        for start in stride(from: 0, to: segments.count, by: 255) {
            let own = segments[start..<min(segments.count, start + 255)]
            let size = own.reduce(0) { $0 + Int($1) }
            // The granule position is 0 in headers, and all bits set on a page that ends no packet.
            let granule: UInt8 = own.contains { $0 < 255 } ? 0 : 0xFF
            let isContinued = start > 0 && segments[start - 1] == 255
            pages += Array(isContinued ? "OggS\0\u{1}".utf8 : "OggS\0\0".utf8)
            pages += [UInt8](repeating: granule, count: 8)
            pages += [UInt8](repeating: 0, count: 12)
            pages.append(UInt8(own.count))
            pages += own
            pages += body[position..<(position + size)]
            position += size
        }
        return pages
    }

    /// Writes serial number and page number into the page at the beginning of `bytes`, and the checksum of all of it.
    static func number(_ bytes: UnsafeMutableBufferPointer<UInt8>, serial: UInt32, page: UInt32) {
        for (offset, number) in [(14, serial), (18, page), (22, 0)] {
            for (index, byte) in number.littleEndianBytes.enumerated() { bytes[offset + index] = byte }
        }
        let sum = checksum(UnsafeBufferPointer(bytes))
        for (index, byte) in sum.littleEndianBytes.enumerated() { bytes[22 + index] = byte }
    }

    /// CRC-32 with the polynomial 0x04C11DB7, from 0 and without reflection.
    static func checksum(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        table.withUnsafeBufferPointer { table in
            bytes.reduce(0) { sum, byte in sum << 8 ^ table[Int(UInt8(truncatingIfNeeded: sum >> 24) ^ byte)] }
        }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index) << 24) { sum, _ in sum << 1 ^ (sum >> 31 == 1 ? 0x04C1_1DB7 : 0) }
    }
}
