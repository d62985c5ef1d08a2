/// What is wrong where the grammar expects another token.
extension YAMLParser {
    /// An error at the next token, or the scanner's own if that is what comes next.
    func error(_ reason: String, line: Int? = nil) -> StyleError {
        if next == .failure { return StyleError(place: place(token.line), reason: "not valid YAML: \(token.text)") }
        return StyleError(place: place(line ?? self.line), reason: "not valid YAML: \(reason)")
    }

    func tooDeep() -> StyleError { StyleError(place: place(line), reason: "nested too deeply") }

    /// Where a list expects `- `.
    func unexpectedInList() -> StyleError { unexpectedInBlock("the list", "'- '") }

    /// Where a mapping expects a key.
    func unexpectedInMapping() -> StyleError { unexpectedInBlock("the block", "a key and ':'") }

    private func unexpectedInBlock(_ block: String, _ expected: String) -> StyleError {
        guard let frame = frames.last else { return missingValue() }
        switch next {
        case .mappingStart, .listStart:
            return error(
                "this line is indented by \(token.column), but \(block) that begins on line \(frame.firstLine) by \(frame.column): indent it like the lines that it belongs with"
            )
        case .value: return error("a key is missing before ':'")
        case .flowListEnd, .flowMappingEnd, .comma: return error(unpaired)
        case .scalar where frame.kind == .mapping && token.column == frame.column:
            return error("expected ':' after '\(token.text.prefix(40))'")
        case .scalar where previousLine == line:
            return error("unexpected text after the value: remove it, or put the whole value in quotes")
        default:
            return error(
                "expected \(expected) in \(block) that begins on line \(frame.firstLine), not \(next.name): check the indentation of this line and of the one before"
            )
        }
    }

    private var unpaired: String {
        next == .comma
            ? "',' outside of brackets: remove it, or put text that begins with ',' in quotes"
            : "\(next.name) without \(next == .flowListEnd ? "'['" : "'{'") before it: remove it, or put the text in quotes"
    }

    /// Where a value is expected.
    func missingValue() -> StyleError {
        guard let frame = innermost else {
            return switch next {
            case .flowListEnd, .flowMappingEnd, .comma: error(unpaired)
            default: error("unexpected \(next.name): remove it")
            }
        }
        switch next {
        case .end, .documentStart, .documentEnd, .directive: return neverClosed(frame)
        case .value: return error("a key is missing before ':'")
        case .listEntry: return error("'- ' is not allowed in brackets: separate entries by ','")
        case .comma where frame.isFlow: return error("a value is missing before ','")
        case .flowListEnd where frame.isFlow, .flowMappingEnd where frame.isFlow:
            return error(
                "\(next.name) closes the \(frame.bracket) of line \(frame.firstLine): close it with \(frame.closing)")
        case .flowListEnd, .flowMappingEnd, .comma: return error(unpaired)
        default: return error("expected a value, not \(next.name): remove it, or put the text in quotes")
        }
    }

    /// Where brackets expect `,` or their end.
    func missingComma() -> StyleError {
        guard let frame = innermost else { return missingValue() }
        switch next {
        case .end, .documentStart, .documentEnd, .directive: return neverClosed(frame)
        default:
            let what = frame.kind == .flowList ? "list" : "mapping"
            return error(
                "a ',' or \(frame.closing) is missing in the \(what) that begins with \(frame.bracket) on line \(frame.firstLine)"
            )
        }
    }

    /// The innermost collection that has its own indentation or brackets.
    private var innermost: YAMLFrame? { frames.last { $0.kind != .flowPair } }

    private func neverClosed(_ frame: YAMLFrame) -> StyleError {
        error("the \(frame.bracket) that opens here is never closed: add \(frame.closing)", line: frame.firstLine)
    }

    /// Where the document should have ended.
    func textAfterEnd() -> StyleError {
        switch next {
        case .documentStart, .directive: error("a second document begins here: a file has only one")
        case .flowListEnd, .flowMappingEnd, .comma: error(unpaired)
        case _ where token.column < firstColumn:
            error("this line is indented less than the block before it: indent both alike")
        default: error("expected the end after the value, not \(next.name): remove it, or check the indentation")
        }
    }
}

extension YAMLFrame {
    fileprivate var isFlow: Bool {
        switch kind {
        case .flowList, .flowMapping, .flowPair: true
        case .list, .listInMapping, .mapping: false
        }
    }

    fileprivate var bracket: String { kind == .flowMapping ? "'{'" : "'['" }
    fileprivate var closing: String { kind == .flowMapping ? "'}'" : "']'" }
}
