/// The grammar of collections.
extension YAMLParser {
    /// Reads on in the innermost collection, up to the next value or the end of the collection.
    /// - Returns: the value, or the collection if it ended; nil if another collection was opened.
    mutating func step() throws(StyleError) -> YAMLValue? {
        guard let frame = frames.last else { return nil }
        return switch frame.kind {
        case .list: try stepList()
        case .listInMapping: try stepListInMapping()
        case .mapping: try frame.key == nil ? stepMappingKey() : stepMappingValue()
        case .flowList: try stepFlowList(isFirst: frame.items.isEmpty)
        case .flowPair: try stepFlowPair(frame)
        case .flowMapping: try frame.key == nil ? stepFlowKey(isFirst: frame.entries.isEmpty) : stepFlowValue(frame)
        }
    }

    // MARK: Blocks

    private mutating func stepList() throws(StyleError) -> YAMLValue? {
        switch next {
        case .listEntry:
            let line = line
            advance()
            return switch next {
            case .listEntry, .blockEnd: try empty(line)
            default: try start(isBlock: true)
            }
        case .blockEnd:
            advance()
            return close()
        default: throw unexpectedInList()
        }
    }

    private mutating func stepListInMapping() throws(StyleError) -> YAMLValue? {
        guard next == .listEntry else { return close() }
        let line = line
        advance()
        return switch next {
        case .listEntry, .key, .value, .blockEnd: try empty(line)
        default: try start(isBlock: true)
        }
    }

    private mutating func stepMappingKey() throws(StyleError) -> YAMLValue? {
        switch next {
        case .key: return try blockValue()
        case .blockEnd:
            advance()
            return close()
        default: throw unexpectedInMapping()
        }
    }

    private mutating func stepMappingValue() throws(StyleError) -> YAMLValue? {
        next == .value ? try blockValue() : try empty(line)
    }

    /// What follows `? ` or `:` in a block.
    private mutating func blockValue() throws(StyleError) -> YAMLValue? {
        let line = line
        advance()
        return switch next {
        case .key, .value, .blockEnd: try empty(line)
        default: try start(isBlock: true, isInMapping: true)
        }
    }

    // MARK: Brackets

    private mutating func stepFlowList(isFirst: Bool) throws(StyleError) -> YAMLValue? {
        if next != .flowListEnd, !isFirst {
            guard next == .comma else { throw missingComma() }
            advance()
        }
        switch next {
        case .flowListEnd:
            advance()
            return close()
        case .key:
            try open(.flowPair, YAMLProperties(line: line))
            return try flowValue()
        default: return try start(isBlock: false)
        }
    }

    private mutating func stepFlowPair(_ frame: YAMLFrame) throws(StyleError) -> YAMLValue? {
        frame.entries.isEmpty ? try stepFlowValue(frame) : close()
    }

    private mutating func stepFlowKey(isFirst: Bool) throws(StyleError) -> YAMLValue? {
        if next != .flowMappingEnd, !isFirst {
            guard next == .comma else { throw missingComma() }
            advance()
        }
        switch next {
        case .flowMappingEnd:
            advance()
            return close()
        case .key:
            advance()
            return try flowValue()
        default:
            frames[frames.count - 1].isKeyAlone = true
            return try start(isBlock: false)
        }
    }

    private mutating func stepFlowValue(_ frame: YAMLFrame) throws(StyleError) -> YAMLValue? {
        frames[frames.count - 1].isKeyAlone = false
        guard next == .value, !frame.isKeyAlone else { return try empty(line) }
        advance()
        return try flowValue()
    }

    /// A key or value in brackets, which may be absent.
    private mutating func flowValue() throws(StyleError) -> YAMLValue? {
        switch next {
        case .value, .comma, .flowListEnd, .flowMappingEnd: try empty(line)
        default: try start(isBlock: false)
        }
    }
}
