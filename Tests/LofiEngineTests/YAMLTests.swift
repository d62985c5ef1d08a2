import Foundation
import LofiPlugin
import Testing
@testable import LofiEngine

/// `YAMLScanner` and `YAMLOracle` list the intended differences from Yams.
@Suite("YAML")
struct YAMLTests {
    @Test("Text becomes the tree that YAML defines, and that Yams reads", arguments: examples + unlikeYams)
    func trees(yaml: String, tree: String) throws {
        #expect(try Self.read(yaml) == tree, "\(yaml.debugDescription)")
    }

    @Test("Yams reads the same tree", arguments: examples)
    func oracle(yaml: String, tree: String) { #expect(Self.difference(yaml) == nil, "\(yaml.debugDescription)") }

    private static let examples = [
        ("", "nil"), ("# nothing\n", "nil"), ("---\n", "~"), ("a: 1", #"{"a": 1}"#), ("[]", "[]"), ("{}", "{}"),
        // Blocks.
        ("a:\n  b: x\n  c:\n    d: 2\n", #"{"a": {"b": "x", "c": {"d": 2}}}"#),
        ("a:\n- x\n- y\nb: z", #"{"a": ["x", "y"], "b": "z"}"#), ("a:\n  - x\n", #"{"a": ["x"]}"#),
        ("- - a\n  - b\n- - c", #"[["a", "b"], ["c"]]"#), ("- k: v\n  l: w\n- m", #"[{"k": "v", "l": "w"}, "m"]"#),
        ("-\n-  a\n-\n", #"[~, "a", ~]"#), ("a:\nb:\n", #"{"a": ~, "b": ~}"#),
        ("? a\n: b\n? c\n", #"{"a": "b", "c": ~}"#), ("a: # note\n  # note\n  b", #"{"a": "b"}"#),
        ("a:\tb\t# note", #"{"a": "b"}"#),
        // Brackets.
        ("[a, {b: 1, c: [2, 3,],},]", #"["a", {"b": 1, "c": [2, 3]}]"#),
        ("a: [\n b,\nc # note\n]", #"{"a": ["b", "c"]}"#),
        ("[x: {}, y, 'q':1, ? r : s]", #"[{"x": {}}, "y", {"q": 1}, {"r": "s"}]"#),
        (#"{a, b: , "c":d, ? e, ? f : g}"#, #"{"a": ~, "b": ~, "c": "d", "e": ~, "f": "g"}"#),
        ("{a: http://x:8/y}", #"{"a": "http://x:8/y"}"#),
        // Plain text.
        ("a b: c d", #"{"a b": "c d"}"#), ("a: b\n  c\n\n  d\n", #"{"a": "b c\nd"}"#), ("a#b: c #d", #"{"a#b": "c"}"#),
        ("a: -b", #"{"a": "-b"}"#), ("a: b:c", #"{"a": "b:c"}"#), ("é: ✓ 😀", #"{"é": "✓ 😀"}"#),
        ("<<: a", #"{"<<": "a"}"#), ("a: b]", #"{"a": "b]"}"#),
        // Quotes.
        ("a: 'it''s'", #"{"a": "it\'s"}"#), ("''''", #""\'""#), ("'a\n  b\n\n  c '", #""a b\nc ""#),
        ("a: '1'", #"{"a": "1"}"#), ("\"a\\\n   b \\\n\n  c\"", #""ab \nc""#), ("\"a\n\tb\"", #""a b""#),
        // Blocks of text.
        ("a: |\n  b\n   c\n\n  d\n\ne: f", #"{"a": "b\n c\n\nd\n", "e": "f"}"#), ("|-\n a\n\n", #""a""#),
        ("|+\n a\n\n", #""a\n\n""#), ("a: >\n  b\n  c\n\n  d\n   e\n  f\n", #"{"a": "b c\nd\n e\nf\n"}"#),
        ("|2-\n   a\n  b", #"" a\nb""#), ("- >1+ # note\n   a\n", #"["  a\n"]"#),
        ("a: |\nb: c", #"{"a": "", "b": "c"}"#),
        // Anchors, aliases and tags.
        ("a: &x [1, 2]\nb: *x", #"{"a": [1, 2], "b": [1, 2]}"#), ("&k a: *k", #"{"a": "a"}"#),
        ("a: &x 1\nb: &x 2\nc: *x", #"{"a": 1, "b": 2, "c": 2}"#), ("a: !note 5\nb: !<x> {}", #"{"a": 5, "b": {}}"#),
        ("a: !!map {b: c}", #"{"a": {"b": "c"}}"#),
        // Lines and documents.
        ("a: 1\r\nb: 2\r\n", #"{"a": 1, "b": 2}"#), ("a: 1\rb: 2", #"{"a": 1, "b": 2}"#),
        ("%YAML 1.2 # note\n---\na: 1\n...\n", #"{"a": 1}"#), ("--- a\n...\n...\n# note", #""a""#),
        ("--- |\n a", #""a""#),
        // Numbers, Booleans, null.
        ("a: null\nb: ~\nc: Null\n'd': 'null'", #"{"a": ~, "b": ~, "c": "Null", "d": "null"}"#), ("~: ~", #"{"~": ~}"#),
        (
            "[1.5, -2, 1_000, 1:30, 0x10, 010, .inf, y, Yes, off]",
            #"[1.5, -2, 1000, 90, 16, 10, inf, "y", true, false]"#
        ),
    ]

    private static let unlikeYams = [
        ("\u{FEFF}a: 1\nb: 2", #"{"a": 1, "b": 2}"#), ("a\u{2028}b: c", "{\"a\u{2028}b\": \"c\"}"),
        ("a: !!str 5\nb: !!str\nc: !!str true", #"{"a": "5", "b": "", "c": "true"}"#), ("[? : a]", #"[{"": "a"}]"#),
    ]

    @Test("A double-quoted text may have every escape of YAML")
    func escapes() throws {
        let node = try StyleNode.read(#""\0\a\b\t\n\v\f\r\e\"\/\\\x41\u00e9\U0001F600\N\_\L\P\ .""#, file: "my.yaml")
        let text = "\0\u{7}\u{8}\t\n\u{B}\u{C}\r\u{1B}\"/\\A\u{E9}\u{1F600}\u{85}\u{A0}\u{2028}\u{2029} ."
        #expect(node?.kind == text)
    }

    @Test("Keys and values know their line")
    func lines() throws {
        let yaml = "# note\na: 1\nb:\n  - x\n  -\n  - &y\n    c: |\n      t\n\n    d: [\n      2 ]\ne: *y\n"
        #expect(
            try Self.read(yaml, withLines: true)
                == #"{"a"@2: 1@2, "b"@3: ["x"@4, ~@5, {"c"@7: "t\n"@7, "d"@10: [2@11]@10}@6]@4, "e"@12: {"c"@7: "t\n"@7, "d"@10: [2@11]@10}@6}@2"#
        )
    }

    @Test("A mistake has its line, and says what is wrong", arguments: broken)
    func mistakes(yaml: String, line: Int, reason: String) {
        let error = #expect(throws: StyleError.self, "\(yaml.debugDescription)") {
            try StyleNode.read(yaml, file: "my.yaml")
        }
        #expect(error?.description.hasPrefix("my.yaml:\(line): ") == true, "\(error?.description ?? "")")
        #expect(error?.reason.contains(reason) == true, "\(error?.description ?? "")")
        #expect(throws: (any Error).self, "\(yaml.debugDescription)") { try YAMLOracle.read(yaml) }
    }

    private static let broken = [
        // Indentation.
        ("a:\n\tb: 1", 2, "a tab in the indentation: use spaces"), ("a: b\n\tc", 2, "a tab in the indentation"),
        ("a: |\n  b\n \tc", 3, "a tab in the indentation"),
        ("a:\n    b: 1\n  c: 2", 3, "indented by 2, but the block that begins on line 1 by 0: indent it like"),
        ("a:\n  - b\n   - c\n - d", 4, "indented by 1, but the block that begins on line 1 by 0"),
        ("  a: 1\nb: 2", 2, "indented less than the block before it"),
        ("a: b\n  c: d", 2, "continues the text of line 1: add ':' there if it is a key"),
        ("a: 1\n- b", 2, "expected a key and ':' in the block that begins on line 1, not '- '"),
        ("- a\nb: 1", 2, "expected '- ' in the list that begins on line 1, not a key"),
        // Quotes.
        ("a: 1\nb: \"x\nc: 2\n", 2, "the quote that opens here is never closed"), ("a: 'x", 1, "never closed"),
        ("'a\n---\nb'", 1, "not closed before '---' on line 2"),
        (
            "a:\n  \"x\n  \\q\"", 3,
            #"unknown escape '\q' in double quotes: write '\\' for a backslash, or use single quotes"#
        ),
        (#""\x4""#, 1, #"2 hexadecimal digits must follow '\x'"#), (#""\ud800""#, 1, #"'\ud800' is not a character"#),
        // Keys.
        ("a: b: c", 1, "': ' is not allowed here: put text that contains it in quotes"),
        ("a: 1\nmaster\nb: 2", 2, "expected ':' after 'master'"),
        ("a: 1\n[b,\n c]: 2", 2, "expected a key and ':' in the block that begins on line 1, not '['"),
        ("\"a\n b\": 1", 2, "a key must be on one line, but this one begins on line 1"),
        (": a", 1, "a key is missing before ':'"), ("? [a]\n: b", 1, "a key must be a scalar"),
        ("a: 1\nb: 2\na: 3", 3, "duplicate key 'a', also on line 1"),
        ("--- a: b", 1, "begin a mapping on the line after"),
        ("a: ? b", 1, "'? ' is not allowed here"),
        ("a: - b", 1, "'- ' is not allowed here: begin a list on its own line"),
        // Brackets.
        ("a: 1\nb: [c,\n d\n", 2, "the '[' that opens here is never closed: add ']'"), ("{a: [1]", 1, "'{' that opens"),
        ("[\na: ", 1, "the '[' that opens here"), ("[a]\nb: 1", 2, "expected the end after the value, not a key"),
        ("a: [b, c\nd: 1", 2, "a ',' or ']' is missing in the list that begins with '[' on line 1"),
        ("a: {b: 1\n c: 2}", 2, "a ',' or '}' is missing in the mapping that begins with '{' on line 1"),
        ("[a, , b]", 1, "a value is missing before ','"),
        ("[a, }", 1, "'}' closes the '[' of line 1: close it with ']'"),
        ("a: ]", 1, "']' without '[' before it"), ("a: {b: 1}}", 1, "'}' without '{' before it"),
        ("a: ,b", 1, "',' outside of brackets"),
        ("{a:[b]}", 1, "a space is missing after ':'"), ("[- a]", 1, "'- ' is not allowed in brackets"),
        // Text.
        ("a: @b", 1, "text cannot begin with '@': put it in quotes"), ("a: %b", 1, "text cannot begin with '%'"),
        ("a: 'b' c", 1, "unexpected text after the value"), ("a: | b", 1, "text cannot follow '|' on its line"),
        ("a: >0\n b", 1, "the indentation after '>' must be 1…9"),
        ("a: 1\nb: \u{7}", 2, "an invisible character (U+0007)"),
        // Anchors, aliases, tags, documents.
        ("a: 1\nb: *x", 2, "no anchor '&x' precedes the alias '*x'"), ("a: &x [*x]", 1, "no anchor '&x'"),
        ("a: *", 1, "must follow '*'"), ("a: !b!c d", 1, "unknown tag '!b!'"),
        ("a: !b{} c", 1, "a space must follow the tag"),
        ("a: 1\n---\nb: 2", 2, "a second document begins here: a file has only one"), ("...", 1, "unexpected '...'"),
        ("%YAML 2.0\n---\na", 1, "must be 1.1 or 1.2"), ("%YAML 1.2\na: 1", 2, "'---' must follow"),
        ("%NOTE\n---\na", 1, "unknown directive '%NOTE'"),
    ]

    @Test("Nesting has an end, with aliases too, and so has the number of entries")
    func limits() throws {
        func nested(_ depth: Int, _ inner: String = "") -> String {
            String(repeating: "[", count: depth) + inner + String(repeating: "]", count: depth)
        }
        func reason(_ yaml: String) -> String? {
            do throws(StyleError) { _ = try StyleNode.read(yaml, file: "my.yaml") } catch { return error.reason }
            return nil
        }
        #expect(reason(nested(StyleLimits.nesting)) == nil)
        #expect(reason(nested(StyleLimits.nesting + 1)) == "nested too deeply")
        #expect(reason("- &a \(nested(600))\n- \(nested(300, "*a"))") == nil)
        #expect(reason("- &a \(nested(600))\n- \(nested(400, "*a"))") == "nested too deeply")
        let half = String(repeating: "x,", count: StyleLimits.nodes / 2 - 2)
        #expect(reason("[[\(half)]]") == nil)
        #expect(reason("[&a [\(half)], *a, x]") == nil)
        #expect(reason("a: &a b # \(String(repeating: "*a ", count: 20))\nc: '* * * * * * * * *'") == nil)
        #expect(reason("[&a [\(half)], *a, x, x]")?.hasPrefix("32769 entries: at most 32768") == true)
    }

    @Test("A word is the number, Boolean or text that Yams reads")
    func words() {
        let pieces =
            "0123456789..--++__::eExXpPaAfFinNrRuUtTsSyYoOlL ~".map(String.init)
            + [
                "true", "Yes", "no", "ON", "off", "false", ".inf", ".NaN", "inf", "nan", "infinity", "0x", "1e", "é",
                "\u{301}",
            ]
        var chance = RandomStream(seed: 1, place: "words")
        for _ in 0..<20_000 {
            let word = (0..<Int.random(in: 0...6, using: &chance)).map { _ in pieces.randomElement(using: &chance) ?? ""
            }
            .joined()
            let (value, expected) = (ParameterValue(word: word), YAMLOracle.value(word))
            // NaN is not equal to itself, hence the texts.
            #expect("\(value)" == "\(expected)" && Self.kind(value) == Self.kind(expected), "\(word.debugDescription)")
        }
    }

    @Test("Presets and knobs, whole and with every kind of damage, are read or refused as Yams does", arguments: 0..<4)
    func damage(part: Int) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        let knobs = try String(contentsOf: root.appending(path: "Knobs/knobs.yaml"), encoding: .utf8)
        let texts = StyleLibrary.builtIn.map(\.text) + [knobs] + Self.examples.map(\.0)
        for text in texts { #expect(Self.difference(text) == nil) }
        var damage = YAMLDamage(seed: UInt64(part))
        for _ in 0..<5000 {
            let text = damage.damaged(texts)
            #expect(Self.difference(text) == nil, "\(text.debugDescription)")
        }
    }

    // MARK: Comparison

    private static func read(_ yaml: String, withLines: Bool = false) throws -> String {
        try StyleNode.read(yaml, file: "my.yaml").map { shape($0, withLines) } ?? "nil"
    }

    /// How the reader and Yams differ on a text, if they do; two refusals are equal.
    private static func difference(_ yaml: String) -> String? {
        // A value that is missing at the end of a file: for Yams it is on the line after the last.
        let yaml = yaml.hasSuffix("\n") ? yaml : yaml + "\n"
        let own = outcome { try StyleNode.read(yaml, file: "") }
        let expected = outcome { try YAMLOracle.read(yaml) }
        // libyaml loses the token after an empty key in a list.
        if own == expected || yaml.contains(/\?\s*[:,]/) { return nil }
        return "\(own), but Yams reads \(expected)"
    }

    private static func outcome(_ read: () throws -> StyleNode?) -> String {
        do { return try read().map { shape($0, true) } ?? "nil" } catch { return "refused" }
    }

    /// A tree in brackets: text in quotes, null as `~`, and each line after `@`.
    private static func shape(_ node: StyleNode, _ withLines: Bool) -> String {
        func line(_ place: SourcePlace) -> String {
            if case .file(_, let line) = place, withLines { "@\(line)" } else { "" }
        }
        let text =
            switch node.content {
            case .null: "~"
            case .word(.text(let word), let text): word == text ? text.debugDescription : "\(word) for \(text)"
            case .word(let value, _): value.description
            case .list(let items): "[" + items.map { shape($0, withLines) }.joined(separator: ", ") + "]"
            case .entries(let entries):
                "{"
                    + entries.map { "\($0.key.debugDescription)\(line($0.place)): \(shape($0.value, withLines))" }
                    .joined(separator: ", ") + "}"
            }
        return text + line(node.place)
    }

    private static func kind(_ value: ParameterValue) -> Int {
        switch value {
        case .number: 0
        case .flag: 1
        case .text: 2
        }
    }
}

/// Damages YAML by chance, the same way each time.
private struct YAMLDamage {
    private static let pieces = [
        "- ", ": ", ":", "-", "? ", "[", "]", "{", "}", ",", "\n", "\n  ", "\n- ", " # ", "#", "&a ", "*a", "!x ", "|",
        ">",
        "|-\n", "|+\n", ">2\n", "'", "\"", "''", "\\", "\\n", "\\x41", "\\\n", "\t", "\r\n", "\r", "\n---\n", "\n...\n",
        "~",
        "null", "yes", "1:30", "a", "key: ", "- x\n", "[a, b]", "{a: 1}", "é", " ", "  ", "@", "%", "a: b: c", "\n\n",
        "\n\t",
    ]
    private var chance: RandomStream

    init(seed: UInt64) { chance = RandomStream(seed: seed, place: "damage") }

    /// Some lines of one of the texts, with up to four changes.
    mutating func damaged(_ texts: [String]) -> String {
        let lines = texts[below(texts.count)].split(separator: "\n", omittingEmptySubsequences: false)
        let first = below(lines.count)
        var text = Array(lines[first...].prefix(1 + below(8)).joined(separator: "\n").unicodeScalars)
        for _ in 0...below(4) {
            let position = below(text.count + 1)
            let end = min(text.count, position + below(12))
            let piece = Self.pieces[below(Self.pieces.count)].unicodeScalars
            switch below(5) {
            case 0: text.removeSubrange(position..<min(end, position + 1))
            case 1: text.removeSubrange(position..<end)
            case 2: text.insert(contentsOf: text[position..<end], at: below(text.count + 1))
            default: text.insert(contentsOf: piece, at: position)
            }
        }
        return String(String.UnicodeScalarView(text))
    }

    private mutating func below(_ count: Int) -> Int { count > 0 ? Int.random(in: 0..<count, using: &chance) : 0 }
}
