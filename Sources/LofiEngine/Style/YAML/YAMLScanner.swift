/// Divides YAML text into tokens, in one pass.
///
/// Only the `:` after a word shows that the word is a key and opens a mapping. Until then the scanner remembers where a key may
/// have begun (`keys`); at the `:` it marks that token.
///
/// The language is YAML 1.2 as libyaml reads it, corner cases included. Intended differences:
/// - More is accepted: a byte order mark before more than one line, a key of more than 1024 characters, and `[? : value]`.
/// - Less is accepted: `%TAG`, a byte order mark elsewhere, and keys that differ only by a tag.
/// - `!!str 5` is text. NEL, LS and PS do not end a line.
/// - A value that is missing at the end of a file has the file's last line, not the one after.
struct YAMLScanner {
    /// A position where a key may have begun.
    struct PossibleKey {
        /// Index of its first token.
        let token: Int
        let line: Int
        let column: Int
        let position: Int
        /// Whether nothing but a key may stand here: at the indentation of a block mapping.
        let isRequired: Bool
    }

    var cursor: YAMLCursor
    var tokens: [YAMLToken] = []
    /// Column of the innermost block; -1 outside all.
    var indent = -1
    var outerIndents: [Int] = []
    /// Whether a key, or an entry of a block list, may begin here.
    var mayStartKey = true
    /// The possible key outside brackets, then one for each open bracket.
    var keys: [PossibleKey?] = [nil]

    /// The tokens of a text; the last is `end` or `failure`.
    static func tokens(of text: String) -> [YAMLToken] {
        do throws(YAMLError) {
            var scanner = YAMLScanner(cursor: try YAMLCursor(text))
            return scanner.allTokens()
        } catch { return [YAMLToken(error)] }
    }

    private init(cursor: YAMLCursor) { self.cursor = cursor }

    private mutating func allTokens() -> [YAMLToken] {
        do throws(YAMLError) {
            while tokens.last?.kind != .end { try scanToken() }
        } catch { tokens.append(YAMLToken(error)) }
        return tokens
    }

    /// Whether the position is between brackets.
    var isInFlow: Bool { keys.count > 1 }

    func error(_ reason: String, line: Int? = nil) -> YAMLError { YAMLError(line: line ?? cursor.line, reason: reason) }

    private mutating func scanToken() throws(YAMLError) {
        skipToToken()
        // Outside brackets a key ends in its line.
        if let key = keys[0], key.line < cursor.line { try forgetKey(at: 0) }
        closeBlocks(to: cursor.column)
        if cursor.isAtEnd { return try scanEnd() }
        if cursor.column == 0, cursor.isAt("%") { return try scanDirective() }
        if let marker = cursor.documentMarker {
            try leaveBlocks()
            return add(marker, skipping: 3)
        }
        switch Unicode.Scalar(cursor.byte) {
        case "[": try scanFlowStart(.flowListStart)
        case "{": try scanFlowStart(.flowMappingStart)
        case "]": try scanFlowEnd(.flowListEnd)
        case "}": try scanFlowEnd(.flowMappingEnd)
        case ",":
            try forgetKey()
            mayStartKey = true
            add(.comma, skipping: 1)
        case "-" where cursor.isSpace(after: 1): try scanListEntry()
        case "?" where isInFlow || cursor.isSpace(after: 1): try scanKey()
        case ":" where isInFlow || cursor.isSpace(after: 1): try scanValue()
        case "*": try scanName(.alias)
        case "&": try scanName(.anchor)
        case "!": try scanTag()
        case "|" where !isInFlow: try scanBlockScalar(isFolded: false)
        case ">" where !isInFlow: try scanBlockScalar(isFolded: true)
        case "'": try scanQuoted(isSingle: true)
        case "\"": try scanQuoted(isSingle: false)
        case "\t": throw error("a tab in the indentation: use spaces")
        case "|", ">", "%", "@", "`":
            throw error("text cannot begin with '\(Character(Unicode.Scalar(cursor.byte)))': put it in quotes")
        default: try scanPlain()
        }
    }

    /// Adds a token at the position.
    mutating func add(_ kind: YAMLToken.Kind, skipping count: Int) {
        tokens.append(YAMLToken(kind: kind, line: cursor.line, column: cursor.column))
        cursor.skip(count)
    }

    /// Adds a token that may begin a key.
    mutating func add(_ token: YAMLToken) { tokens.append(token) }

    /// Tabs separate tokens, but do not indent.
    private mutating func skipToToken() {
        while true {
            while cursor.isAt(" ") || cursor.isAtTab && (isInFlow || !mayStartKey) { cursor.skip() }
            cursor.skipComment()
            guard cursor.isAtBreak else { return }
            cursor.skipBreak()
            if !isInFlow { mayStartKey = true }
        }
    }

    // MARK: Brackets

    private mutating func scanFlowStart(_ kind: YAMLToken.Kind) throws(YAMLError) {
        try rememberKey()
        keys.append(nil)
        mayStartKey = true
        add(kind, skipping: 1)
    }

    private mutating func scanFlowEnd(_ kind: YAMLToken.Kind) throws(YAMLError) {
        try forgetKey()
        if isInFlow { keys.removeLast() }
        mayStartKey = false
        add(kind, skipping: 1)
    }
}

extension YAMLToken {
    fileprivate init(_ error: YAMLError) {
        self.init(kind: .failure, line: error.line, column: 0, text: error.reason)
    }
}
