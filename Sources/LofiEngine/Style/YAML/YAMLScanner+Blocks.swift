/// Keys, and the blocks that indentation opens and closes.
extension YAMLScanner {
    /// Remembers the position as one where a key may begin.
    mutating func rememberKey() throws(YAMLError) {
        guard mayStartKey else { return }
        try forgetKey()
        keys[keys.count - 1] = PossibleKey(
            token: tokens.count, line: cursor.line, column: cursor.column, position: cursor.position,
            isRequired: !isInFlow && indent == cursor.column)
    }

    /// Forgets the possible key of the innermost bracket.
    mutating func forgetKey() throws(YAMLError) { try forgetKey(at: keys.count - 1) }

    /// Forgets the possible key of a bracket, by its depth; 0 is the one outside brackets.
    /// - Throws: `YAMLError` if nothing but a key may stand there.
    mutating func forgetKey(at level: Int) throws(YAMLError) {
        if let key = keys[level], key.isRequired {
            throw error("expected ':' after '\(cursor.line(from: key.position))'", line: key.line)
        }
        keys[level] = nil
    }

    /// `? `, before a key that need not be on one line.
    mutating func scanKey() throws(YAMLError) {
        if !isInFlow {
            guard mayStartKey else { throw error("'? ' is not allowed here: put text that contains it in quotes") }
            openBlock(.mappingStart)
        }
        try forgetKey()
        mayStartKey = !isInFlow
        add(.key, skipping: 1)
    }

    /// `:`, which makes what came before it in the line a key.
    mutating func scanValue() throws(YAMLError) {
        if let key = keys[keys.count - 1], key.line == cursor.line {
            tokens[key.token].startsKey = true
            if !isInFlow, indent < key.column {
                tokens[key.token].startsMapping = true
                enterBlock(key.column)
            }
            keys[keys.count - 1] = nil
            // `a: b: c` is not a mapping in a mapping.
            mayStartKey = false
        } else {
            if !isInFlow {
                guard mayStartKey else { throw misplacedValue() }
                openBlock(.mappingStart)
            }
            mayStartKey = !isInFlow
        }
        add(.value, skipping: 1)
    }

    private func misplacedValue() -> YAMLError {
        let before = tokens.last
        if let before, before.kind == .scalar, before.line < cursor.line {
            return before.isPlain
                ? error(
                    "this line continues the text of line \(before.line): add ':' there if it is a key, or indent both alike"
                )
                : error("a key must be on one line, but this one begins on line \(before.line)")
        }
        if tokens.dropLast().last?.kind == .documentStart { return error("begin a mapping on the line after '---'") }
        return error("': ' is not allowed here: put text that contains it in quotes, or a nested key on its own line")
    }

    // MARK: Blocks

    /// `- `.
    mutating func scanListEntry() throws(YAMLError) {
        if !isInFlow {
            guard mayStartKey else {
                throw error("'- ' is not allowed here: begin a list on its own line, or put the text in quotes")
            }
            openBlock(.listStart)
        }
        try forgetKey()
        mayStartKey = true
        add(.listEntry, skipping: 1)
    }

    /// Opens a block here if the indentation grows.
    private mutating func openBlock(_ kind: YAMLToken.Kind) {
        guard indent < cursor.column else { return }
        enterBlock(cursor.column)
        add(kind, skipping: 0)
    }

    private mutating func enterBlock(_ column: Int) {
        outerIndents.append(indent)
        indent = column
    }

    /// Closes the blocks that are indented more than a column.
    mutating func closeBlocks(to column: Int) {
        guard !isInFlow else { return }
        while indent > column, let outer = outerIndents.popLast() {
            add(.blockEnd, skipping: 0)
            indent = outer
        }
    }

    /// Closes all blocks, at the end of a document.
    mutating func leaveBlocks() throws(YAMLError) {
        closeBlocks(to: -1)
        try forgetKey()
        mayStartKey = false
    }

    /// The end of the text.
    mutating func scanEnd() throws(YAMLError) {
        try leaveBlocks()
        add(.end, skipping: 0)
    }
}
