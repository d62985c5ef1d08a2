/// Reads XML as far as MusicXML uses it: elements, attributes, text, CDATA, the five entities and numbered characters.
///
/// Document types and processing instructions are passed over; nothing outside the text is ever fetched.
struct XMLScanner {
    enum Event: Equatable {
        case begin(name: String, attributes: [String: String])
        case end(name: String)
        case text(String)
    }

    private let bytes: [UInt8]
    private(set) var offset = 0
    /// Names of elements not ended yet.
    private var open: [String] = []
    private var pendingEnd: String?
    /// Deeper than any song.
    private static let deepest = 256

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// nil at the end.
    /// - Throws: where the text is no XML.
    mutating func next() throws(MIDIError) -> Event? {
        if let name = pendingEnd {
            pendingEnd = nil
            return .end(name: name)
        }
        while offset < bytes.count {
            guard bytes[offset] == UInt8(ascii: "<") else { return .text(try text()) }
            if starts("<?") {
                try skip(past: "?>")
            } else if starts("<!--") {
                try skip(past: "-->")
            } else if starts("<![CDATA[") {
                return .text(try characterData())
            } else if starts("<!") {
                try skipDeclaration()
            } else if starts("</") {
                return try endTag()
            } else {
                return try beginTag()
            }
        }
        guard open.isEmpty else { throw error("the text ends within <\(open[open.count - 1])>: the file is cut") }
        return nil
    }

    func error(_ reason: String) -> MIDIError { MIDIError(byteOffset: offset, reason: reason) }

    private func starts(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        return offset + count <= bytes.count && (0..<count).allSatisfy { bytes[offset + $0] == word.utf8Start[$0] }
    }

    private mutating func skip(past word: StaticString) throws(MIDIError) {
        while offset < bytes.count {
            if starts(word) {
                offset += word.utf8CodeUnitCount
                return
            }
            offset += 1
        }
        throw error("the text ends within a comment, an instruction or CDATA: the file is cut")
    }

    /// `<![CDATA[ … ]]>`: text in which nothing is marked up.
    private mutating func characterData() throws(MIDIError) -> String {
        offset += 9
        let start = offset
        try skip(past: "]]>")
        return String(decoding: bytes[start..<(offset - 3)], as: UTF8.self)
    }

    /// `<!DOCTYPE … [ … ]>`: nothing in it matters to notes.
    private mutating func skipDeclaration() throws(MIDIError) {
        var depth = 0
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "<"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ">"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            offset += 1
            if depth == 0 { return }
        }
        throw error("the text ends within a declaration: the file is cut")
    }

    private mutating func beginTag() throws(MIDIError) -> Event {
        offset += 1
        let name = try name()
        var attributes: [String: String] = [:]
        while true {
            skipSpace()
            guard offset < bytes.count else { throw error("the text ends within <\(name)>: the file is cut") }
            if starts("/>") {
                offset += 2
                pendingEnd = name
                return .begin(name: name, attributes: attributes)
            }
            if bytes[offset] == UInt8(ascii: ">") {
                offset += 1
                guard open.count < Self.deepest else { throw error("elements nested deeper than \(Self.deepest)") }
                open.append(name)
                return .begin(name: name, attributes: attributes)
            }
            let key = try self.name()
            skipSpace()
            guard starts("=") else { throw error("attribute \(key) of <\(name)> has no value") }
            offset += 1
            skipSpace()
            guard offset < bytes.count, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[offset]) else {
                throw error("attribute \(key) of <\(name)> is not in quotes")
            }
            let quote = bytes[offset]
            offset += 1
            let start = offset
            while offset < bytes.count, bytes[offset] != quote { offset += 1 }
            guard offset < bytes.count else {
                throw error("attribute \(key) of <\(name)> does not end: the file is cut")
            }
            attributes[key] = Self.decoded(bytes[start..<offset])
            offset += 1
        }
    }

    private mutating func endTag() throws(MIDIError) -> Event {
        offset += 2
        let name = try name()
        skipSpace()
        guard starts(">") else { throw error("</\(name) does not end") }
        guard open.last == name else {
            throw error("</\(name)> where \(open.last.map { "</\($0)>" } ?? "nothing") should end")
        }
        open.removeLast()
        offset += 1
        return .end(name: name)
    }

    private mutating func text() throws(MIDIError) -> String {
        let start = offset
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "<") { offset += 1 }
        return Self.decoded(bytes[start..<offset])
    }

    private mutating func name() throws(MIDIError) -> String {
        let start = offset
        while offset < bytes.count, !" \t\r\n=/<>\"'".utf8.contains(bytes[offset]) { offset += 1 }
        guard offset > start else { throw error("no XML: a name is missing after <") }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func skipSpace() {
        while offset < bytes.count, " \t\r\n".utf8.contains(bytes[offset]) { offset += 1 }
    }

    private static let entities = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]

    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.contains("&") else { return text }
        var (out, rest) = ("", Substring(text))
        while let mark = rest.firstIndex(of: "&") {
            out += rest[..<mark]
            rest = rest[rest.index(after: mark)...]
            guard let end = rest.prefix(10).firstIndex(of: ";") else {
                out += "&"
                continue
            }
            let name = rest[..<end]
            rest = rest[rest.index(after: end)...]
            if let known = entities[String(name)] {
                out += known
            } else if name.hasPrefix("#") {
                let digits = name.dropFirst()
                let code = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
                if let scalar = code.flatMap(Unicode.Scalar.init) { out.unicodeScalars.append(scalar) }
            }
        }
        return out + rest
    }
}
