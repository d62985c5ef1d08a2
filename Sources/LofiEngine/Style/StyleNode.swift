import LofiPlugin

/// A style as it is written: words, lists and keyed entries, each with its place.
///
/// `StyleDocument` edits it for `--set` and the knobs; `StyleReader` checks it.
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

    /// A plugin by its kind, without settings.
    static func plugin(_ kind: String, _ place: SourcePlace) -> StyleNode { .word(.text(kind), place) }

    var isNull: Bool { if case .null = content { true } else { false } }
    var items: [StyleNode] { if case .list(let items) = content { items } else { [] } }
    var entries: [Entry] { if case .entries(let entries) = content { entries } else { [] } }

    subscript(key: String) -> StyleNode? { entries.first { $0.key == key }?.value }

    /// The kind of a plugin written as `kind`, `kind:` or `kind: {…}`; nil where it is none of these.
    var kind: String? {
        switch content {
        case .word(_, let text): text
        case .entries(let entries) where entries.count == 1: entries[0].key
        default: nil
        }
    }
}

/// Editing in place: the content is moved out and back in, so that nothing is copied.
extension StyleNode {
    /// Changes the value of a key, which is added where it is missing.
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

    /// Changes the elements of a list; nothing is an empty list.
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

    /// Sets a key to a value, with the place of the value as that of the key.
    mutating func set(_ key: String, to value: StyleNode) {
        var entries = entries
        content = .null
        entries.removeAll { $0.key == key }
        entries.append(Entry(key: key, place: value.place, value: value))
        content = .entries(entries)
    }

    /// Adds what `other` has and this has not: entries by key, the elements of lists behind those that are there.
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
