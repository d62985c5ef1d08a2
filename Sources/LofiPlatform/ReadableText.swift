extension Unicode.Scalar {
    /// Whether the scalar can be shown on a line as it is: not a control, bidirectional or invisible character.
    public var isReadable: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}

extension String {
    /// The text as one line that is safe for a terminal: control characters are escaped as `\n` or `\u{1B}`, and bytes of a
    /// file name that are not UTF-8 as `\xE9`.
    ///
    /// File names, keys of styles and output of other programs are untrusted and are escaped before they are shown.
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
