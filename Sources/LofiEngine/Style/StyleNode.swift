import LofiPlugin

/// A node of a parsed style: a scalar, a list or a mapping, with its source location.
///
/// `StyleDocument` edits it for `--set` and the knobs; `StyleReader` validates it.
package struct StyleNode: Sendable {
    enum Content: Sendable {
        case null
        case word(ParameterValue, text: String)
        case list([StyleNode])
        case entries([Entry])
    }

    struct Entry: Sendable {
        let key: String
        let place: SourcePlace
        var value: StyleNode
    }

    var content: Content
    var place: SourcePlace

    static func null(_ place: SourcePlace) -> StyleNode { StyleNode(content: .null, place: place) }

    static func word(_ value: ParameterValue, _ place: SourcePlace) -> StyleNode {
        StyleNode(content: .word(value, text: value.description), place: place)
    }

    static func number(_ value: Double, _ place: SourcePlace) -> StyleNode { .word(.number(value), place) }

    /// A plugin without settings.
    static func plugin(_ kind: String, _ place: SourcePlace) -> StyleNode { .word(.text(kind), place) }

    var isNull: Bool { if case .null = content { true } else { false } }
    /// Whether the node is null or a mapping without keys.
    var isEmpty: Bool {
        switch content {
        case .null: true
        case .entries(let entries): entries.isEmpty
        case .word, .list: false
        }
    }
    var items: [StyleNode] { if case .list(let items) = content { items } else { [] } }
    var entries: [Entry] { if case .entries(let entries) = content { entries } else { [] } }

    /// One line that differs for nodes that differ in more than their place.
    var canonicalText: String {
        switch content {
        case .null: "null"
        case .word(.text(let text), _): String(reflecting: text)
        case .word(let value, _): "\(value)"
        case .list(let items): "[" + items.map(\.canonicalText).joined(separator: ",") + "]"
        case .entries(let entries):
            "{" + entries.map { "\(String(reflecting: $0.key)):\($0.value.canonicalText)" }.joined(separator: ",") + "}"
        }
    }

    subscript(key: String) -> StyleNode? { entries.first { $0.key == key }?.value }

    /// The kind of a plugin written as `kind`, `kind:` or `kind: {…}`; nil for anything else.
    var kind: String? {
        switch content {
        case .word(_, let text): text
        case .entries(let entries) where entries.count == 1: entries[0].key
        default: nil
        }
    }
}

/// Editing in place: content is moved out and back in to avoid copies.
extension StyleNode {
    /// Changes the value of a key, adding the key if it is missing.
    mutating func edit<Failure: Error>(
        _ key: String, _ place: SourcePlace, _ change: (inout StyleNode) throws(Failure) -> Void
    ) throws(Failure) {
        var entries = entries
        content = .null
        defer { content = .entries(entries) }
        if let index = entries.firstIndex(where: { $0.key == key }) { return try change(&entries[index].value) }
        var value = StyleNode.null(place)
        try change(&value)
        entries.append(Entry(key: key, place: place, value: value))
    }

    /// Changes the elements of a list; any other content counts as an empty list.
    mutating func editItems<Failure: Error>(_ change: (inout [StyleNode]) throws(Failure) -> Void) throws(Failure) {
        var items = items
        content = .null
        defer { content = .list(items) }
        try change(&items)
    }

    /// Changes the settings of a plugin.
    mutating func editPlugin<Failure: Error>(_ change: (inout StyleNode) throws(Failure) -> Void) throws(Failure) {
        guard let kind else { return }
        if case .word = content { content = .entries([Entry(key: kind, place: place, value: .null(place))]) }
        try edit(kind, place, change)
    }

    /// Sets a key to a value; the key takes the value's source location.
    mutating func set(_ key: String, to value: StyleNode) {
        var entries = entries
        content = .null
        entries.removeAll { $0.key == key }
        entries.append(Entry(key: key, place: value.place, value: value))
        content = .entries(entries)
    }

    /// Merges another node: adds its missing keys recursively and appends its list elements.
    mutating func add(_ other: StyleNode) {
        switch (content, other.content) {
        case (.null, _): content = other.content
        case (.list(let items), .list(let more)): content = .list(items + more)
        case (.entries, .entries(let more)):
            for entry in more { edit(entry.key, entry.place) { $0.add(entry.value) } }
        default: break
        }
    }
}
