/// How a text says it is encoded: by the mark at its beginning, or by the bytes of its first sign, `<`.
enum TextEncoding {
    private static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The text in UTF-8, without a mark; UTF-16 of both byte orders is converted.
    static func utf8(_ bytes: [UInt8]) -> [UInt8] {
        if bytes.starts(with: utf8Mark) { return Array(bytes.dropFirst(3)) }
        guard let (isBigEndian, markLength) = utf16(bytes) else { return bytes }
        let units = stride(from: markLength, to: bytes.count - 1, by: 2).lazy.map { place in
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
        return Array(String(decoding: Array(units), as: UTF16.self).utf8)
    }

    /// The beginning of a text in UTF-8, long enough to tell what it is.
    static func beginning(_ bytes: [UInt8]) -> [UInt8] { utf8(Array(bytes.prefix(1024))) }

    /// Whether a text is in UTF-32, which is not converted.
    static func isUTF32(_ bytes: [UInt8]) -> Bool {
        let isMarked = bytes.starts(with: [0, 0, 0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE, 0, 0])
        return isMarked || bytes.starts(with: [0, 0, 0, 0x3C, 0, 0, 0]) || isUnmarkedLittleEndianUTF32(bytes)
    }

    private static func isUnmarkedLittleEndianUTF32(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 8 && bytes.starts(with: [0x3C, 0, 0, 0]) && bytes[5..<8].allSatisfy { $0 == 0 }
    }

    /// The byte order of UTF-16 and the length of its mark; nil for another encoding.
    private static func utf16(_ bytes: [UInt8]) -> (isBigEndian: Bool, markLength: Int)? {
        if bytes.starts(with: [0xFE, 0xFF]) { return (true, 2) }
        if bytes.starts(with: [0xFF, 0xFE]) { return (false, 2) }
        if bytes.starts(with: [0, 0x3C, 0]) { return (true, 0) }
        return bytes.count >= 4 && bytes.starts(with: [0x3C, 0]) && bytes[3] == 0 ? (false, 0) : nil
    }
}
