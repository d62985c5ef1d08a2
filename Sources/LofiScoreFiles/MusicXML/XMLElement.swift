/// An element with all that is in it.
struct XMLElement {
    let name: String
    let attributes: [String: String]
    /// Where in the text it begins.
    let offset: Int
    var children: [XMLElement] = []
    var text = ""

    /// An orchestra's hour has a million; each is kept in memory.
    static let mostElements = 4_000_000

    /// The root of a text.
    static func root(_ bytes: [UInt8]) throws(MIDIError) -> XMLElement {
        var scanner = XMLScanner(bytes)
        var open: [XMLElement] = []
        var count = 0
        while true {
            let offset = scanner.offset
            guard let event = try scanner.next() else { throw scanner.error("no XML: there is no element in it") }
            switch event {
            case .begin(let name, let attributes):
                count += 1
                guard count <= mostElements else { throw scanner.error("more than \(mostElements) elements") }
                open.append(XMLElement(name: name, attributes: attributes, offset: offset))
            case .text(let text): if !open.isEmpty { open[open.count - 1].text += text }
            case .end:
                let done = open.removeLast()
                if open.isEmpty { return done }
                open[open.count - 1].children.append(done)
            }
        }
    }

    func first(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// The text of a child without spaces around it.
    func word(_ name: String) -> String? { first(name)?.trimmedText }

    /// A child's text as a number; `nan` and `inf` are none.
    func number(_ name: String) -> Double? { word(name).flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil } }

    var trimmedText: String {
        // Most has none, and needs no look at what Unicode calls a space.
        let isPlain: (UInt8?) -> Bool = { $0.map { (0x21...0x7E).contains($0) } ?? false }
        if isPlain(text.utf8.first), isPlain(text.utf8.last) { return text }
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(text[first...last])
    }
}
