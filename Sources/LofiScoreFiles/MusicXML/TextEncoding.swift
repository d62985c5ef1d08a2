/// How a text says it is encoded, by the mark at its beginning.
enum TextEncoding {
    private static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The text in UTF-8, without a mark; UTF-16 of both byte orders is converted.
    static func utf8(_ bytes: [UInt8]) -> [UInt8] {
        if bytes.starts(with: utf8Mark) { return Array(bytes.dropFirst(3)) }
        guard let isBigEndian = byteOrder(bytes) else { return bytes }
        let units = stride(from: 2, to: bytes.count - 1, by: 2).lazy.map { place in
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
        return Array(String(decoding: Array(units), as: UTF16.self).utf8)
    }

    /// The beginning of a text in UTF-8, long enough to tell what it is.
    static func beginning(_ bytes: [UInt8]) -> [UInt8] { utf8(Array(bytes.prefix(1024))) }

    /// nil where there is no mark of UTF-16.
    private static func byteOrder(_ bytes: [UInt8]) -> Bool? {
        if bytes.starts(with: [0xFE, 0xFF]) { return true }
        return bytes.starts(with: [0xFF, 0xFE]) ? false : nil
    }
}
