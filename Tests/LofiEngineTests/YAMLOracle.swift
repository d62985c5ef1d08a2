import LofiPlugin
import Yams
@testable import LofiEngine

/// The same tree from Yams (libyaml), which read styles before: what it accepts, the reader must read alike.
struct YAMLOracle {
    /// Whether the tag `!!str` occurs. Yams reads `!!str 5` as a number, but the reader as text.
    private let hasTextTag: Bool
    private var count = 0

    /// - Throws: any error if Yams, or the limit of entries, refuses the text.
    static func read(_ yaml: String) throws -> StyleNode? {
        var oracle = YAMLOracle(hasTextTag: yaml.contains("!!str"))
        return try Yams.compose(yaml: yaml, .basic).map { try oracle.node($0) }
    }

    private init(hasTextTag: Bool) { self.hasTextTag = hasTextTag }

    static func value(_ word: String) -> ParameterValue {
        // Not the node of the tree: Yams takes what was a key, and is repeated by an alias, for tagged as text.
        let node = Node.scalar(Node.Scalar(word, .implicit, .plain))
        return node.float.map { .number($0) } ?? node.bool.map { .flag($0) } ?? .text(word)
    }

    private mutating func node(_ node: Node) throws -> StyleNode {
        let place = Self.place(node)
        count += 1
        try StyleLimits.check(count, StyleLimits.nodes, "entries", place)
        switch node {
        case .scalar(let scalar):
            let text = scalar.string
            let isPlain = scalar.style == .plain && !(hasTextTag && scalar.tag.rawValue == Tag.Name.str.rawValue)
            if isPlain, ["", "~", "null"].contains(text) { return .null(place) }
            return StyleNode(content: .word(isPlain ? Self.value(text) : .text(text), text: text), place: place)
        case .sequence(let sequence):
            return StyleNode(content: .list(try sequence.map { try self.node($0) }), place: place)
        case .mapping(let mapping):
            let entries = try mapping.map { key, value in
                guard let text = key.scalar?.string else { throw StyleError(place: place, reason: "a complex key") }
                return StyleNode.Entry(key: text, place: Self.place(key), value: try self.node(value))
            }
            // Yams compares keys with their tags, the reader without.
            guard Set(entries.map(\.key)).count == entries.count else {
                throw StyleError(place: place, reason: "duplicate keys")
            }
            return StyleNode(content: .entries(entries), place: place)
        case .alias: throw StyleError(place: place, reason: "an alias without an anchor")
        }
    }

    private static func place(_ node: Node) -> SourcePlace { .file("", line: node.mark?.line ?? 1) }
}
