/// A position in the bytes of YAML text, with its line and column.
///
/// A line ends with LF, CR LF or CR, as in YAML 1.2. NEL, LS and PS, which ended lines in YAML 1.1, are text.
struct YAMLCursor {
    /// The text in UTF-8, then zeros, which occur nowhere in the text: to look at the next three bytes needs no check.
    let bytes: [UInt8]
    private(set) var position = 0
    /// Counted from 1.
    private(set) var line = 1
    private var lineStart = 0

    /// Starts at the first character, after a byte order mark.
    /// - Throws: `YAMLError` for a character that YAML does not allow.
    init(_ text: String) throws(YAMLError) {
        bytes = Array(text.utf8) + [0, 0, 0, 0]
        if bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { (position, lineStart) = (3, 3) }
        try checkCharacters()
    }

    /// Bytes before the position in its line.
    var column: Int { position - lineStart }
    /// The byte at the position; 0 at the end.
    var byte: UInt8 { bytes[position] }
    var isAtEnd: Bool { byte == 0 }
    var isAtBreak: Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
    var isAtBlank: Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    var isAtTab: Bool { byte == UInt8(ascii: "\t") }

    /// Whether the byte at the position is a character.
    func isAt(_ character: Unicode.Scalar) -> Bool { byte == UInt8(ascii: character) }

    /// Whether the byte after `offset` others is a blank, a line break or the end.
    func isSpace(after offset: Int) -> Bool {
        switch bytes[position + offset] {
        case 0, UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
        default: false
        }
    }

    /// Whether a line begins here with `---` or `...`; nil if not.
    var documentMarker: YAMLToken.Kind? {
        guard column == 0, byte == bytes[position + 1], byte == bytes[position + 2], isSpace(after: 3) else {
            return nil
        }
        return isAt("-") ? .documentStart : isAt(".") ? .documentEnd : nil
    }

    /// Skips bytes of the line.
    mutating func skip(_ count: Int = 1) { position += count }

    /// Skips a line break.
    mutating func skipBreak() {
        position += isAt("\r") && bytes[position + 1] == UInt8(ascii: "\n") ? 2 : 1
        line += 1
        lineStart = position
    }

    mutating func skipBlanks() { while isAtBlank { skip() } }

    /// Skips a comment up to the line break.
    mutating func skipComment() {
        guard isAt("#") else { return }
        while !isAtBreak, !isAtEnd { skip() }
    }

    /// The text from a position up to this one.
    func text(from start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

    /// The rest of the line that a position is in, without a comment.
    func line(from start: Int) -> String {
        let rest = bytes[start...].prefix { $0 != 0 && $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        return String(decoding: rest, as: UTF8.self).split(separator: " #", maxSplits: 1).first.map(String.init) ?? ""
    }

    private func checkCharacters() throws(YAMLError) {
        var line = 1
        for index in position..<bytes.count - 4 {
            let (byte, next) = (bytes[index], bytes[index + 1])
            let isAllowed =
                switch byte {
                case 0x20...0x7E, 0x80...0xC1, 0xC3...0xEE, 0xF0...: true
                case UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): true
                // U+0080 to U+009F are controls, except NEL.
                case 0xC2: next >= 0xA0 || next == 0x85
                // U+FEFF, the byte order mark, and U+FFFE and U+FFFF, which are no characters.
                case 0xEF: !(next == 0xBB && bytes[index + 2] == 0xBF || next == 0xBF && bytes[index + 2] >= 0xBE)
                default: false
                }
            guard isAllowed else {
                let scalar = String(decoding: bytes[index...].prefix(4), as: UTF8.self).unicodeScalars.first?.value ?? 0
                let digits = String(scalar, radix: 16, uppercase: true)
                let code = String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
                throw YAMLError(line: line, reason: "an invisible character (U+\(code)): remove it")
            }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") && next != UInt8(ascii: "\n") { line += 1 }
        }
    }
}
