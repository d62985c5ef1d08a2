/// A token of YAML text; `YAMLScanner` makes them, `YAMLParser` reads them.
struct YAMLToken {
    enum Kind {
        /// Text: plain, quoted, or a block after `|` or `>`.
        case scalar
        case alias, anchor, tag
        /// `- ` and `? `, and the `:` between a key and its value.
        case listEntry, key, value
        /// Start of a block, where the indentation grows, and its end, where the indentation returns.
        case listStart, mappingStart, blockEnd
        /// `[`, `]`, `{`, `}` and `,`.
        case flowListStart, flowListEnd, flowMappingStart, flowMappingEnd, comma
        /// `---` and `...`.
        case documentStart, documentEnd
        case directive
        case end
        /// Text that is no token. The parser reports it when it gets there, unless an earlier line has an error of its own.
        case failure
    }

    let kind: Kind
    /// Counted from 1.
    let line: Int
    /// Bytes before the token in its line.
    let column: Int
    /// Content of a scalar, name of an alias or anchor, a tag as written, or the reason of a failure.
    var text = ""
    /// Whether a scalar is plain: not quoted, no block.
    var isPlain = false
    /// Whether a `:` later in the line makes this token the start of a key: the token `key` comes before it.
    var startsKey = false
    /// Whether that key is the first of a block mapping: the token `mappingStart` comes before both.
    var startsMapping = false
}

extension YAMLToken.Kind {
    /// The token in words, for messages.
    var name: String {
        switch self {
        case .scalar, .failure: "text"
        case .tag: "a tag ('!')"
        case .directive: "'%'"
        case .alias: "an alias ('*')"
        case .anchor: "an anchor ('&')"
        case .listEntry, .listStart: "'- '"
        case .key, .mappingStart: "a key"
        case .value: "':'"
        case .flowListStart: "'['"
        case .flowListEnd: "']'"
        case .flowMappingStart: "'{'"
        case .flowMappingEnd: "'}'"
        case .comma: "','"
        case .documentStart: "'---'"
        case .documentEnd: "'...'"
        case .blockEnd, .end: "the end"
        }
    }
}
