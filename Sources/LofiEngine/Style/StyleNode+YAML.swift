import LofiPlugin
import Yams

extension StyleNode {
    /// Parses YAML; returns nil for text without content.
    /// - Parameters:
    ///   - file: path for the source location of each node.
    ///   - origin: source location of every node, for text from the command line.
    static func read(_ yaml: String, file: String, origin: SourcePlace? = nil) throws(StyleError) -> StyleNode? {
        var conversion = YAMLConversion(file: file, origin: origin)
        try StyleLimits.check(text: yaml, origin ?? .file(file, line: 1))
        // Tags are not used, so the basic resolver suffices.
        let root: Node?
        do { root = try Yams.compose(yaml: yaml, .basic) } catch { throw conversion.error(error) }
        guard let root else { return nil }
        return try conversion.node(root)
    }
}

/// Converts the parser's nodes, with aliases expanded, to style nodes.
private struct YAMLConversion {
    let file: String
    let origin: SourcePlace?
    /// Number of nodes converted so far.
    private var count = 0

    init(file: String, origin: SourcePlace?) { (self.file, self.origin) = (file, origin) }

    mutating func node(_ node: Node) throws(StyleError) -> StyleNode {
        let place = place(node)
        count += 1
        try StyleLimits.check(count, StyleLimits.nodes, "entries", place)
        switch node {
        case .scalar(let scalar):
            let isNull = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
            return StyleNode(
                content: isNull ? .null : .word(ParameterValue(yaml: scalar), text: scalar.string), place: place)
        case .sequence(let sequence):
            var items: [StyleNode] = []
            for item in sequence { items.append(try self.node(item)) }
            return StyleNode(content: .list(items), place: place)
        case .mapping(let mapping):
            var entries: [StyleNode.Entry] = []
            for (key, value) in mapping {
                guard let text = key.string else {
                    throw StyleError(place: self.place(key), reason: "a key must be a scalar, not a list or mapping")
                }
                entries.append(StyleNode.Entry(key: text, place: self.place(key), value: try self.node(value)))
            }
            return StyleNode(content: .entries(entries), place: place)
        case .alias: throw StyleError(place: place, reason: "an alias (*name) has no anchor (&name)")
        }
    }

    private func place(_ node: Node) -> SourcePlace { origin ?? .file(file, line: node.mark?.line ?? 1) }

    func error(_ error: any Error) -> StyleError {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            StyleError(
                place: origin ?? .file(file, line: mark.line),
                reason: problem.hasPrefix("Maximum nesting") ? "nested too deeply" : "not valid YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            StyleError(
                place: origin ?? .file(file, line: context.mark.line),
                reason: "duplicate key: " + duplicates.map { String(describing: $0) }.joined(separator: ", "))
        default: StyleError(place: origin ?? .file(file, line: 1), reason: "not valid YAML: \(error)")
        }
    }
}

extension ParameterValue {
    /// Converts a YAML scalar: a quoted scalar is text, a plain one may be a number or a Boolean.
    init(yaml scalar: Node.Scalar) {
        let node = Node.scalar(scalar)
        if scalar.style != .plain {
            self = .text(scalar.string)
        } else if let number = node.float {
            self = .number(number)
        } else if let flag = node.bool {
            self = .flag(flag)
        } else {
            self = .text(scalar.string)
        }
    }

    /// Parses a word from the command line as a plain YAML scalar: a number, a Boolean or text.
    public init(word: String) { self.init(yaml: Node.Scalar(word, .implicit, .plain)) }
}
