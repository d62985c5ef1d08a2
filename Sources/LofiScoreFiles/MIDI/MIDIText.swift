extension String {
    /// Decodes text of a MIDI file, whose encoding is not declared: as UTF-8 if valid, as Shift-JIS if it looks
    /// Japanese, otherwise as Latin-1. Control characters are removed, since they must not reach a terminal or a file
    /// name.
    init(midiText bytes: UnsafeBufferPointer<UInt8>) {
        let isPlain = bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        let text =
            isPlain
            ? String(decoding: bytes, as: UTF8.self)
            : String(validating: bytes, as: UTF8.self) ?? ShiftJIS.text(bytes)
                ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        let kept =
            isPlain
            ? text
            : String(
                String.UnicodeScalarView(
                    text.unicodeScalars.filter { scalar in
                        switch scalar.properties.generalCategory {
                        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: false
                        default: true
                        }
                    }))
        let words = kept.split(separator: " ", omittingEmptySubsequences: true)
        self = String(words.joined(separator: " ").prefix(Self.maximumMIDITextLength))
    }

    private static let maximumMIDITextLength = 200
}
