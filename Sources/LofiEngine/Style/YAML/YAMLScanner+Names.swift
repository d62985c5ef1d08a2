/// Anchors, aliases, tags and directives.
extension YAMLScanner {
    /// `&name` or `*name`.
    mutating func scanName(_ kind: YAMLToken.Kind) throws(YAMLError) {
        try rememberKey()
        mayStartKey = false
        let (line, column, sign) = (cursor.line, cursor.column, Character(Unicode.Scalar(cursor.byte)))
        cursor.skip()
        let start = cursor.position
        skipWord()
        guard cursor.position > start, cursor.isSpace(after: 0) || "?:,]}%@`".utf8.contains(cursor.byte) else {
            throw error(
                "a name of letters a to z, digits, '-' and '_' must follow '\(sign)': put text that begins with '\(sign)' in quotes"
            )
        }
        add(YAMLToken(kind: kind, line: line, column: column, text: cursor.text(from: start)))
    }

    /// `!name`, `!!name` or `!<name>`.
    mutating func scanTag() throws(YAMLError) {
        try rememberKey()
        mayStartKey = false
        let (line, column, start) = (cursor.line, cursor.column, cursor.position)
        cursor.skip()
        if cursor.isAt("<") {
            cursor.skip()
            let name = cursor.position
            try skipTagCharacters(",[]")
            guard cursor.isAt(">"), cursor.position > name else {
                throw error("a tag that begins with '!<' must end with '>'")
            }
            cursor.skip()
        } else {
            skipWord()
            if cursor.isAt("!") {
                guard cursor.position == start + 1 else {
                    throw error("unknown tag '\(cursor.text(from: start))!': remove it, or put the text in quotes")
                }
                cursor.skip()
                let name = cursor.position
                try skipTagCharacters("")
                guard cursor.position > name else {
                    throw error("a name must follow '!!': put text that begins with '!' in quotes")
                }
            } else {
                try skipTagCharacters("")
            }
        }
        guard cursor.isSpace(after: 0) || isInFlow && cursor.isAt(",") else {
            let tag = cursor.text(from: start)
            throw error("a space must follow the tag '\(tag)': put text that begins with '!' in quotes")
        }
        add(YAMLToken(kind: .tag, line: line, column: column, text: cursor.text(from: start)))
    }

    /// `%YAML 1.2`, which says nothing that matters.
    mutating func scanDirective() throws(YAMLError) {
        try leaveBlocks()
        let (line, start) = (cursor.line, cursor.position)
        cursor.skip()
        skipWord()
        guard cursor.text(from: start) == "%YAML" else {
            let directive = cursor.line(from: start)
            throw error("unknown directive '\(directive)': remove it, or put text that begins with '%' in quotes")
        }
        cursor.skipBlanks()
        let version = cursor.position
        while !cursor.isSpace(after: 0) { cursor.skip() }
        guard ["1.1", "1.2"].contains(cursor.text(from: version)) else {
            throw error("the version after %YAML must be 1.1 or 1.2")
        }
        cursor.skipBlanks()
        cursor.skipComment()
        guard cursor.isAtBreak || cursor.isAtEnd else { throw error("nothing may follow the version after %YAML") }
        add(YAMLToken(kind: .directive, line: line, column: 0))
    }

    /// Skips ASCII letters, digits, `-` and `_`.
    private mutating func skipWord() {
        while Self.isWordCharacter(cursor.byte) { cursor.skip() }
    }

    private mutating func skipTagCharacters(_ more: String) throws(YAMLError) {
        while Self.isWordCharacter(cursor.byte) || (";/?:@&=+$.!~*'()%" + more).utf8.contains(cursor.byte) {
            if cursor.isAt("%") {
                cursor.skip()
                guard hexDigit != nil else { throw error("two hexadecimal digits must follow '%' in a tag") }
                cursor.skip()
                guard hexDigit != nil else { throw error("two hexadecimal digits must follow '%' in a tag") }
            }
            cursor.skip()
        }
    }

    private static func isWordCharacter(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
        default: false
        }
    }

    /// The value of the hexadecimal digit at the position; nil for another character.
    var hexDigit: UInt32? { Character(Unicode.Scalar(cursor.byte)).hexDigitValue.map { UInt32($0) } }
}
