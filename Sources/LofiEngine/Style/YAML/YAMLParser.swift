import LofiPlugin

/// Builds the tree of a style from the tokens of its YAML.
///
/// Open collections are on a stack of its own (`frames`), so that no nesting exhausts the thread's stack.
struct YAMLParser {
    let file: String
    /// Source location of every node, for text from the command line.
    let origin: SourcePlace?
    private var tokens: [YAMLToken]
    private var index = 0
    /// Open collections, the innermost last.
    var frames: [YAMLFrame] = []
    private var anchors: [String: YAMLValue] = [:]
    /// Number of nodes so far, with aliases expanded; keys do not count.
    private var count = 0

    init(_ yaml: String, file: String, origin: SourcePlace?) {
        (self.file, self.origin) = (file, origin)
        tokens = YAMLScanner.tokens(of: yaml)
    }

    /// Parses the text; returns nil for text without content.
    mutating func document() throws(StyleError) -> StyleNode? {
        // Before any is expanded.
        try StyleLimits.check(
            tokens.count { $0.kind == .alias }, StyleLimits.aliases, "aliases (*name)", place(1))
        guard next != .end else { return nil }
        let hasDirective = next == .directive
        if hasDirective { advance() }
        let root: YAMLValue
        if hasDirective || next == .documentStart {
            guard next == .documentStart else { throw error("'---' must follow the line with %YAML") }
            advance()
            let isEmpty = [.directive, .documentStart, .documentEnd, .end].contains(next)
            root = isEmpty ? try empty(line) : try tree()
        } else {
            root = try tree()
        }
        while next == .documentEnd { advance() }
        guard next == .end else { throw textAfterEnd() }
        return node(root)
    }

    /// Parses one value with all that it contains.
    private mutating func tree() throws(StyleError) -> YAMLValue {
        var value = try start(isBlock: true)
        while !frames.isEmpty {
            if let value { try deliver(value) }
            value = try step()
        }
        // The last step closed the outermost collection.
        guard let value else { throw missingValue() }
        return value
    }

    // MARK: Tokens

    /// The kind of the next token.
    var next: YAMLToken.Kind {
        let token = tokens[index]
        return token.startsMapping ? .mappingStart : token.startsKey ? .key : token.kind
    }

    var token: YAMLToken { tokens[index] }
    var line: Int { tokens[index].line }
    /// Column of the first token of the document.
    var firstColumn: Int { tokens.first { $0.kind != .documentStart && $0.kind != .directive }?.column ?? 0 }
    /// Line of the token before the next one.
    var previousLine: Int? { index > 0 ? tokens[index - 1].line : nil }

    /// Goes on to the next token.
    mutating func advance() {
        if tokens[index].startsMapping {
            tokens[index].startsMapping = false
        } else if tokens[index].startsKey {
            tokens[index].startsKey = false
        } else if index < tokens.count - 1 {
            index += 1
        }
    }

    // MARK: Values

    /// Starts a value; returns it if it is a scalar or an alias, and nil if it is a collection, now the innermost frame.
    /// - Parameters:
    ///   - isBlock: whether block collections are allowed.
    ///   - isInMapping: whether a list may begin at the indentation of the mapping around it.
    mutating func start(isBlock: Bool, isInMapping: Bool = false) throws(StyleError) -> YAMLValue? {
        if next == .alias { return try alias() }
        var properties = YAMLProperties(line: line)
        while (next == .anchor && properties.anchor == nil) || (next == .tag && properties.tag == nil) {
            if next == .anchor { properties.anchor = token.text } else { properties.tag = token.text }
            advance()
        }
        switch next {
        case .scalar:
            let value = try scalar(token.text, isPlain: token.isPlain, properties)
            advance()
            return value
        case .listEntry where isInMapping: try open(.listInMapping, properties)
        case .flowListStart: try open(.flowList, properties)
        case .flowMappingStart: try open(.flowMapping, properties)
        case .listStart where isBlock: try open(.list, properties)
        case .mappingStart where isBlock: try open(.mapping, properties)
        default:
            guard properties.anchor != nil || properties.tag != nil else { throw missingValue() }
            return try scalar("", isPlain: true, properties)
        }
        return nil
    }

    /// An absent value.
    mutating func empty(_ line: Int) throws(StyleError) -> YAMLValue {
        try scalar("", isPlain: true, YAMLProperties(line: line))
    }

    private mutating func scalar(
        _ text: String, isPlain: Bool, _ properties: YAMLProperties
    ) throws(StyleError) -> YAMLValue {
        try count(1, properties.line)
        // Other tags are ignored: a style has no use for them.
        let isText = ["!!str", "!<tag:yaml.org,2002:str>"].contains(properties.tag)
        let content = YAMLValue.Content.scalar(text, isPlain: isPlain && !isText)
        let value = YAMLValue(content: content, line: properties.line, size: 1, height: 0)
        if let anchor = properties.anchor { anchors[anchor] = value }
        return value
    }

    private mutating func alias() throws(StyleError) -> YAMLValue {
        guard let value = anchors[token.text] else {
            throw error("no anchor '&\(token.text)' precedes the alias '*\(token.text)'")
        }
        try count(value.size, value.line)
        guard frames.count + value.height <= StyleLimits.nesting else { throw tooDeep() }
        advance()
        return value
    }

    private mutating func count(_ more: Int, _ line: Int) throws(StyleError) {
        count += more
        try StyleLimits.check(count, StyleLimits.nodes, "entries", place(line))
    }

    // MARK: Collections

    /// Opens a collection, which becomes the innermost frame.
    mutating func open(_ kind: YAMLFrame.Kind, _ properties: YAMLProperties) throws(StyleError) {
        guard frames.count < StyleLimits.nesting else { throw tooDeep() }
        try count(1, properties.line)
        frames.append(
            YAMLFrame(
                kind: kind, properties: properties, firstLine: line, column: token.column, countBefore: count - 1))
        // An entry of a list without a start of its own is read as one.
        if kind != .listInMapping { advance() }
    }

    /// Closes the innermost collection and returns it.
    mutating func close() -> YAMLValue? {
        guard let frame = frames.popLast() else { return nil }
        let content: YAMLValue.Content = frame.isList ? .list(frame.items) : .entries(frame.entries)
        let value = YAMLValue(
            content: content, line: frame.properties.line, size: count - frame.countBefore, height: frame.height + 1)
        if let anchor = frame.properties.anchor { anchors[anchor] = value }
        return value
    }

    /// Adds a value to the innermost collection: an item, a key, or the value of the last key.
    private mutating func deliver(_ value: YAMLValue) throws(StyleError) {
        let top = frames.count - 1
        frames[top].height = max(frames[top].height, value.height)
        if frames[top].isList {
            frames[top].items.append(node(value))
        } else if let key = frames[top].key {
            frames[top].entries.append(StyleNode.Entry(key: key.text, place: place(key.line), value: node(value)))
            frames[top].key = nil
        } else {
            guard case .scalar(let text, _) = value.content else {
                throw StyleError(place: place(value.line), reason: "a key must be a scalar, not a list or mapping")
            }
            if let line = frames[top].keyLines.updateValue(value.line, forKey: text) {
                throw StyleError(
                    place: place(value.line),
                    reason: "duplicate key '\(text)', also on line \(line): remove one of them")
            }
            count -= value.size
            frames[top].key = (text, value.line)
        }
    }

    // MARK: Nodes and places

    private func node(_ value: YAMLValue) -> StyleNode {
        let place = place(value.line)
        switch value.content {
        case .list(let items): return StyleNode(content: .list(items), place: place)
        case .entries(let entries): return StyleNode(content: .entries(entries), place: place)
        case .scalar(let text, let isPlain):
            if isPlain, ["", "~", "null"].contains(text) { return .null(place) }
            return StyleNode(
                content: .word(isPlain ? ParameterValue(word: text) : .text(text), text: text), place: place)
        }
    }

    /// Source location of a line.
    func place(_ line: Int) -> SourcePlace { origin ?? .file(file, line: line) }
}
