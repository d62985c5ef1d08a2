import CZlib

/// The files of a ZIP archive (APPNOTE 6.3), stored or deflated, as compressed MusicXML (.mxl) is one.
struct ZipArchive {
    private struct Entry {
        let name: String
        let method, checksum, packedSize, size, offset: Int
    }

    private let bytes: [UInt8]
    private let entries: [Entry]

    /// - Returns: nil where there is no directory of files at the end.
    init?(_ bytes: [UInt8]) {
        self.bytes = bytes
        // The end record has a comment of up to 65535 bytes behind it.
        let earliest = max(0, bytes.count - 22 - 65535)
        guard
            let end = stride(from: bytes.count - 22, through: earliest, by: -1).first(where: {
                Self.number(bytes, $0, 4) == 0x0605_4B50
            }), let count = Self.number(bytes, end + 10, 2), var place = Self.number(bytes, end + 16, 4)
        else { return nil }
        var entries: [Entry] = []
        for _ in 0..<count {
            guard Self.number(bytes, place, 4) == 0x0201_4B50, let method = Self.number(bytes, place + 10, 2),
                let checksum = Self.number(bytes, place + 16, 4),
                let packedSize = Self.number(bytes, place + 20, 4), let size = Self.number(bytes, place + 24, 4),
                let name = Self.number(bytes, place + 28, 2), let extra = Self.number(bytes, place + 30, 2),
                let comment = Self.number(bytes, place + 32, 2), let offset = Self.number(bytes, place + 42, 4),
                place + 46 + name <= bytes.count
            else { return nil }
            entries.append(
                Entry(
                    name: String(decoding: bytes[(place + 46)..<(place + 46 + name)], as: UTF8.self), method: method,
                    checksum: checksum, packedSize: packedSize, size: size, offset: offset))
            place += 46 + name + extra + comment
        }
        self.entries = entries
    }

    var names: [String] { entries.map(\.name) }

    /// A file of the archive, its size and its checksum (CRC-32) as the directory has them.
    /// - Returns: nil where there is no such file.
    /// - Throws: `MIDIError` that names the file.
    func contents(of name: String) throws(MIDIError) -> [UInt8]? {
        guard let entry = entries.first(where: { $0.name == name }) else { return nil }
        func broken(_ reason: String) -> MIDIError {
            MIDIError(byteOffset: entry.offset, reason: "\(name) in the archive: \(reason)")
        }
        guard entry.size <= MusicXMLFile.mostBytes else {
            throw broken("larger than \(MusicXMLFile.mostBytes >> 20) MiB unpacked")
        }
        guard Self.number(bytes, entry.offset, 4) == 0x0403_4B50,
            let nameLength = Self.number(bytes, entry.offset + 26, 2),
            let extra = Self.number(bytes, entry.offset + 28, 2)
        else { throw broken("the file is cut off or damaged: it is not where the directory says") }
        let start = entry.offset + 30 + nameLength + extra
        guard start + entry.packedSize <= bytes.count else { throw broken("the file is cut off") }
        let packed = bytes[start..<(start + entry.packedSize)]
        let contents: [UInt8]?
        switch entry.method {
        case 0: contents = packed.count == entry.size ? Array(packed) : nil
        case 8: contents = Inflate.bytes(packed, count: entry.size)
        default: throw broken("packed by method \(entry.method); pack it as ZIP usually does (deflate)")
        }
        guard let contents else { throw broken("the file is damaged: it does not unpack to \(entry.size) bytes") }
        let checksum = crc32_z(0, contents, contents.count)
        guard checksum == entry.checksum else {
            throw broken("the file is damaged: its checksum is \(checksum), not \(entry.checksum)")
        }
        return contents
    }

    /// Little-endian; nil beyond the end.
    private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int? {
        guard place >= 0, place + count <= bytes.count else { return nil }
        return (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
}
