import LofiPlatform

/// Shift-JIS text (JIS X 0208 in the Windows variant, code page 932), distinguished from Latin-1 by its byte patterns.
enum ShiftJIS {
    /// - Returns: nil if the bytes are not Japanese text, or if the system cannot convert it.
    static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        guard let characters = characters(bytes), isJapanese(characters) else { return nil }
        return converted(bytes)
    }

    // MARK: Detection

    private enum Character: Equatable {
        case ascii(UInt8)
        /// Half-width katakana, one byte.
        case katakana(UInt8)
        case double(lead: UInt8, trail: UInt8)

        var isLetter: Bool {
            if case .ascii(let byte) = self { ShiftJIS.isLetter(byte) } else { false }
        }

        var isASCII: Bool { if case .ascii = self { true } else { false } }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }

    /// Splits the bytes into characters; nil if they are not valid Shift-JIS.
    private static func characters(_ bytes: UnsafeBufferPointer<UInt8>) -> [Character]? {
        var characters: [Character] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case ..<0x80: characters.append(.ascii(byte))
            case 0xA1...0xDF: characters.append(.katakana(byte))
            case 0x81...0x9F, 0xE0...0xFC:
                guard index < bytes.count, (0x40...0xFC).contains(bytes[index]), bytes[index] != 0x7F else {
                    return nil
                }
                characters.append(.double(lead: byte, trail: bytes[index]))
                index += 1
            default: return nil
            }
        }
        return characters
    }

    /// In Latin-1 the bytes 0x81 to 0x9F are control characters, which names do not contain, but most kana and kanji
    /// start with one. In Windows-1252 they are quotation marks and dashes, which occur singly beside a letter.
    private static func isJapanese(_ characters: [Character]) -> Bool {
        var hasKanji = false
        for (index, character) in characters.enumerated() {
            guard case .double(let lead, let trail) = character, lead < 0xA0 else { continue }
            let before = index > 0 ? characters[index - 1] : nil
            let after = index + 1 < characters.count ? characters[index + 1] : nil
            let isAlone = before?.isASCII ?? true && after?.isASCII ?? true
            let touchesLetter = before?.isLetter ?? false || after?.isLetter ?? false
            if isAlone, touchesLetter, isLetter(trail) { return false }
            hasKanji = true
        }
        return hasKanji || hasKatakana(characters)
    }

    /// In Latin-1 half-width katakana are accented capitals and symbols. What identifies them are voicing marks after a
    /// kana that takes one, and symbols in a run of three or more.
    private static func hasKatakana(_ characters: [Character]) -> Bool {
        var run: [UInt8] = []
        for character in characters {
            // From 0xE0 on, a lead byte is a lower-case letter of Latin-1.
            if case .double = character { return false }
            guard case .katakana(let byte) = character else {
                run = []
                continue
            }
            if let before = run.last {
                let takesVoice = (0xB6...0xC4).contains(before) || (0xCA...0xCE).contains(before)
                if byte == 0xDE, takesVoice { return true }
                if byte == 0xDF, (0xCA...0xCE).contains(before) { return true }
            }
            run.append(byte)
            if run.count >= 3, run.contains(where: { (0xA6...0xBF).contains($0) }) { return true }
        }
        return false
    }

    // MARK: Conversion

    private static func converted(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        // The C library calls the Windows variant CP932; without it, plain Shift-JIS may exist.
        for name in ["CP932", "SHIFT_JIS"] {
            guard let converter = iconv_open("UTF-8", name), converter != iconv_t(bitPattern: -1) else { continue }
            defer { iconv_close(converter) }
            var input = bytes.map { CChar(bitPattern: $0) }
            // Two bytes become at most three, as does a half-width kana.
            var output = [CChar](repeating: 0, count: bytes.count * 3)
            let length: Int? = input.withUnsafeMutableBufferPointer { input in
                output.withUnsafeMutableBufferPointer { output in
                    var (source, sourceLeft) = (input.baseAddress, input.count)
                    var (target, targetLeft) = (output.baseAddress, output.count)
                    let result = iconv(converter, &source, &sourceLeft, &target, &targetLeft)
                    return result == Int(bitPattern: UInt.max) || sourceLeft > 0 ? nil : output.count - targetLeft
                }
            }
            guard let length else { continue }
            return String(validating: output[..<length].lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        return nil
    }
}
