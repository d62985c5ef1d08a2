/// Text in quotes.
extension YAMLScanner {
    /// Text in single quotes, where `''` is a quote, or in double quotes, with escapes. Line breaks are folded as in plain text.
    mutating func scanQuoted(isSingle: Bool) throws(YAMLError) {
        try rememberKey()
        mayStartKey = false
        let (line, column, quote) = (cursor.line, cursor.column, cursor.byte)
        var text: [UInt8] = []
        cursor.skip()
        while true {
            if cursor.byte == quote {
                guard isSingle, cursor.bytes[cursor.position + 1] == quote else { break }
                cursor.skip()
            }
            if let marker = cursor.documentMarker {
                throw error(
                    "the quote that opens here is not closed before \(marker.name) on line \(cursor.line)", line: line)
            }
            switch Unicode.Scalar(cursor.byte) {
            case "\0": throw error("the quote that opens here is never closed", line: line)
            case " ", "\t", "\n", "\r": appendSpace(to: &text)
            case "\\" where !isSingle: try appendEscape(to: &text)
            default:
                text.append(cursor.byte)
                cursor.skip()
            }
        }
        cursor.skip()
        add(YAMLToken(kind: .scalar, line: line, column: column, text: String(decoding: text, as: UTF8.self)))
    }

    /// Appends blanks within a line, or line breaks with the blanks around them, folded.
    private mutating func appendSpace(to text: inout [UInt8]) {
        let start = cursor.position
        cursor.skipBlanks()
        guard cursor.isAtBreak else {
            text += cursor.bytes[start..<cursor.position]
            return
        }
        var lines = FoldedLines()
        while cursor.isAtBreak {
            lines.addBreak()
            cursor.skipBreak()
            cursor.skipBlanks()
        }
        lines.fold([])
        text += lines.text
    }

    private mutating func appendEscape(to text: inout [UInt8]) throws(YAMLError) {
        cursor.skip()
        if cursor.isAtBreak { return skipEscapedBreak(&text) }
        let escape = Unicode.Scalar(cursor.byte)
        let character: Unicode.Scalar
        switch escape {
        case "0": character = "\0"
        case "a": character = "\u{07}"
        case "b": character = "\u{08}"
        case "t", "\t": character = "\t"
        case "n": character = "\n"
        case "v": character = "\u{0B}"
        case "f": character = "\u{0C}"
        case "r": character = "\r"
        case "e": character = "\u{1B}"
        case " ", "\"", "/", "\\": character = escape
        case "N": character = "\u{85}"
        case "_": character = "\u{A0}"
        case "L": character = "\u{2028}"
        case "P": character = "\u{2029}"
        case "x": character = try numbered(escape, digits: 2)
        case "u": character = try numbered(escape, digits: 4)
        case "U": character = try numbered(escape, digits: 8)
        default:
            throw error(
                "unknown escape '\(cursor.line(from: cursor.position - 1).prefix(2))' in double quotes: write '\\\\' for a backslash, or use single quotes"
            )
        }
        cursor.skip()
        text += String(character).utf8
    }

    /// The character of an escape such as `\u00e9`, up to its last digit.
    private mutating func numbered(_ escape: Unicode.Scalar, digits: Int) throws(YAMLError) -> Unicode.Scalar {
        let start = cursor.position
        var code: UInt32 = 0
        for _ in 0..<digits {
            cursor.skip()
            guard let digit = hexDigit else { throw error("\(digits) hexadecimal digits must follow '\\\(escape)'") }
            code = code << 4 + digit
        }
        guard let character = Unicode.Scalar(code) else {
            throw error("'\\\(cursor.line(from: start).prefix(digits + 1))' is not a character")
        }
        return character
    }

    /// A line break after a backslash, with the blanks before the next text, is left out; empty lines are kept.
    private mutating func skipEscapedBreak(_ text: inout [UInt8]) {
        cursor.skipBreak()
        cursor.skipBlanks()
        while cursor.isAtBreak {
            text.append(UInt8(ascii: "\n"))
            cursor.skipBreak()
            cursor.skipBlanks()
        }
    }
}
