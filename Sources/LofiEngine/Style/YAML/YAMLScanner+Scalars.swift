/// Plain text and blocks of text.
extension YAMLScanner {
    /// Text without quotes. It goes on in lines that are indented more than its block; their breaks become spaces.
    mutating func scanPlain() throws(YAMLError) {
        try rememberKey()
        mayStartKey = false
        let (line, column) = (cursor.line, cursor.column)
        var lines = FoldedLines()
        var (start, end) = (cursor.position, cursor.position)
        scan: while cursor.documentMarker == nil, !cursor.isAt("#") {
            while !cursor.isSpace(after: 0) {
                if try isEndOfPlain() { break scan }
                if lines.isPending {
                    lines.fold(cursor.bytes[start..<end])
                    start = cursor.position
                }
                cursor.skip()
                end = cursor.position
            }
            if cursor.isAtEnd { break }
            while cursor.isAtBlank || cursor.isAtBreak {
                if cursor.isAtBreak {
                    lines.addBreak()
                    cursor.skipBreak()
                } else if lines.isPending, cursor.isAtTab, cursor.column <= indent {
                    throw error("a tab in the indentation: use spaces")
                } else {
                    cursor.skip()
                }
            }
            if !isInFlow, cursor.column <= indent { break }
        }
        // A text of several lines has ended in a new line.
        if lines.isPending { mayStartKey = true }
        let lastLine = cursor.bytes[start..<end]
        let text = String(decoding: lines.text.isEmpty ? lastLine : lines.text + lastLine, as: UTF8.self)
        add(YAMLToken(kind: .scalar, line: line, column: column, text: text, isPlain: true))
    }

    private func isEndOfPlain() throws(YAMLError) -> Bool {
        if cursor.isAt(":") {
            if cursor.isSpace(after: 1) { return true }
            if isInFlow, ",?[]{}".utf8.contains(cursor.bytes[cursor.position + 1]) {
                throw error("a space is missing after ':'")
            }
        }
        return isInFlow && ",[]{}".utf8.contains(cursor.byte)
    }

    /// A block of text after `|`, which keeps its line breaks, or `>`, which folds them to spaces.
    mutating func scanBlockScalar(isFolded: Bool) throws(YAMLError) {
        try forgetKey()
        mayStartKey = true
        let (line, column) = (cursor.line, cursor.column)
        let header = try blockHeader()
        var blockIndent = header.indent.map { max(indent, 0) + $0 }
        var text: [UInt8] = []
        // Line breaks after the last line with text: its own, and those of the empty lines behind it.
        var (hasBreak, emptyLines) = (false, try skipEmptyLines(&blockIndent))
        var wasIndented = false
        while cursor.column == blockIndent, !cursor.isAtEnd {
            // Lines that are indented more than the block are not folded.
            let isFoldedHere = isFolded && hasBreak && !wasIndented && !cursor.isAtBlank
            if isFoldedHere, emptyLines == 0 { text.append(UInt8(ascii: " ")) }
            if !isFoldedHere, hasBreak { text.append(UInt8(ascii: "\n")) }
            text.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: emptyLines))
            wasIndented = cursor.isAtBlank
            let start = cursor.position
            while !cursor.isAtBreak, !cursor.isAtEnd { cursor.skip() }
            text += cursor.bytes[start..<cursor.position]
            hasBreak = cursor.isAtBreak
            if hasBreak { cursor.skipBreak() }
            emptyLines = try skipEmptyLines(&blockIndent)
        }
        if hasBreak, header.chomping != .strip { text.append(UInt8(ascii: "\n")) }
        if header.chomping == .keep { text.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: emptyLines)) }
        add(YAMLToken(kind: .scalar, line: line, column: column, text: String(decoding: text, as: UTF8.self)))
    }

    private enum Chomping { case clip, keep, strip }

    /// What follows `|` or `>` in its line: a digit for the indentation, and `+` or `-` to keep or strip the last line breaks.
    private mutating func blockHeader() throws(YAMLError) -> (indent: Int?, chomping: Chomping) {
        let sign = Character(Unicode.Scalar(cursor.byte))
        var (indent, chomping): (Int?, Chomping?)
        cursor.skip()
        for _ in 0..<2 {
            if chomping == nil, cursor.isAt("+") || cursor.isAt("-") {
                chomping = cursor.isAt("+") ? .keep : .strip
                cursor.skip()
            } else if indent == nil, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(cursor.byte) {
                guard !cursor.isAt("0") else { throw error("the indentation after '\(sign)' must be 1…9") }
                indent = Int(cursor.byte - UInt8(ascii: "0"))
                cursor.skip()
            }
        }
        cursor.skipBlanks()
        cursor.skipComment()
        guard cursor.isAtBreak || cursor.isAtEnd else {
            throw error("text cannot follow '\(sign)' on its line: begin it on the next line, or put it in quotes")
        }
        if cursor.isAtBreak { cursor.skipBreak() }
        return (indent, chomping ?? .clip)
    }

    /// Skips empty lines and the indentation of the next line; returns the number of empty lines.
    /// - Parameter blockIndent: the block's indentation; if unknown, the one found.
    private mutating func skipEmptyLines(_ blockIndent: inout Int?) throws(YAMLError) -> Int {
        var (count, deepest) = (0, 0)
        while true {
            while cursor.isAt(" "), blockIndent.map({ cursor.column < $0 }) ?? true { cursor.skip() }
            deepest = max(deepest, cursor.column)
            if cursor.isAtTab, blockIndent.map({ cursor.column < $0 }) ?? true {
                throw error("a tab in the indentation: use spaces")
            }
            guard cursor.isAtBreak else { break }
            cursor.skipBreak()
            count += 1
        }
        if blockIndent == nil { blockIndent = max(deepest, indent + 1, 1) }
        return count
    }
}

/// Text of several lines whose breaks become spaces: one break is a space, of more all but the first are kept.
struct FoldedLines {
    private(set) var text: [UInt8] = []
    private var breaks = 0

    /// Whether line breaks came after the last text.
    var isPending: Bool { breaks > 0 }

    mutating func addBreak() { breaks += 1 }

    /// Appends text and, folded, the breaks after it.
    mutating func fold(_ piece: some Collection<UInt8>) {
        text += piece
        if breaks == 1 { text.append(UInt8(ascii: " ")) }
        text.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: max(0, breaks - 1)))
        breaks = 0
    }
}
