extension Unicode.Scalar {
    /// Whether it stands on a line as itself: no control, no change of direction, nothing that cannot be seen.
    public var isReadable: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}

extension String {
    /// One line that is safe on a terminal: what would move its cursor, colour it or break the line is written out, as `\n`
    /// or `\u{1B}`; a byte of a file name that is not UTF-8 as `\xE9`.
    ///
    /// Names of files, keys of styles and words of other programs are others' text; they pass here before they are shown.
    public var escaped: String {
        guard !unicodeScalars.allSatisfy(\.isReadable) else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case _ where scalar.isReadable: text.unicodeScalars.append(scalar)
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\r": text += "\\r"
            case _ where scalar.systemByte != nil:
                text += "\\x\(String(scalar.systemByte ?? 0, radix: 16, uppercase: true))"
            default: text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            }
        }
    }
}
