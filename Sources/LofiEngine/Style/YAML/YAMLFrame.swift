/// What may precede a value: an anchor (`&name`) and a tag (`!name`).
struct YAMLProperties {
    /// Line of the value, or of its anchor or tag.
    let line: Int
    var anchor: String?
    var tag: String?
}

/// A value that has been read.
struct YAMLValue {
    enum Content {
        case scalar(String, isPlain: Bool)
        case list([StyleNode])
        case entries([StyleNode.Entry])
    }

    let content: Content
    let line: Int
    /// Number of nodes, with aliases expanded.
    let size: Int
    /// Depth of nesting: 0 for a scalar.
    let height: Int
}

/// A collection that is being read.
struct YAMLFrame {
    enum Kind {
        case list, mapping, flowList, flowMapping
        /// A block list at the indentation of the mapping that it is a value of.
        case listInMapping
        /// `key: value` in a flow list: a mapping with one entry.
        case flowPair
    }

    let kind: Kind
    let properties: YAMLProperties
    /// Line and column of the first token.
    let firstLine: Int
    let column: Int
    /// Number of nodes before the collection.
    let countBefore: Int
    var items: [StyleNode] = []
    var entries: [StyleNode.Entry] = []
    /// The key whose value comes next.
    var key: (text: String, line: Int)?
    /// Line of each key.
    var keyLines: [String: Int] = [:]
    /// Whether the key stands alone, without `:` and value: `{a, b}`.
    var isKeyAlone = false
    /// Depth of nesting inside.
    var height = 0

    var isList: Bool {
        switch kind {
        case .list, .listInMapping, .flowList: true
        case .mapping, .flowMapping, .flowPair: false
        }
    }
}
