import LofiPlugin

/// A command line split into words, without a shell.
///
/// Words are separated by white space. Single or double quotes group text into one word or part of one; no other character
/// is special. `{bars}`, `{seed}`, `{bpm}` and `{key}` are replaced within each word, so a value never becomes a further
/// word.
struct CommandLineWords: Equatable {
    private(set) var words: [String] = []

    static let placeholders = ["bars", "seed", "bpm", "key"]

    init(_ line: String) throws(GenerationError) {
        var word: String?
        var quote: Character?
        for character in line {
            if character == quote {
                quote = nil
            } else if quote == nil, character == "'" || character == "\"" {
                (quote, word) = (character, word ?? "")
            } else if quote == nil, character.isWhitespace {
                if let finished = word { words.append(finished) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let quote { throw .commandLine(reason: "unclosed quote: \(quote)") }
        if let word { words.append(word) }
        guard let program = words.first, !program.isEmpty else {
            throw .commandLine(reason: "no program given; write for example 'python my_model.py --bars {bars}'")
        }
        guard !line.utf8.contains(0) else { throw .commandLine(reason: "it contains a zero byte") }
    }

    func contains(placeholder name: String) -> Bool { words.contains { $0.contains("{\(name)}") } }

    /// The words with their placeholders replaced by the request's values.
    /// - Throws: `GenerationError.commandLine` for an unknown placeholder or one without a value.
    func filled(for request: GenerationRequest) throws(GenerationError) -> [String] {
        var filled: [String] = []
        for word in words { filled.append(try Self.filled(word, for: request)) }
        return filled
    }

    private static func filled(_ word: String, for request: GenerationRequest) throws(GenerationError) -> String {
        var text = ""
        var rest = word[...]
        while let open = rest.firstIndex(of: "{") {
            text += rest[..<open]
            let name = rest[rest.index(after: open)...].prefix { $0.isLetter || $0 == "-" }
            guard !name.isEmpty, name.endIndex < rest.endIndex, rest[name.endIndex] == "}" else {
                // Braces that are not a placeholder, as in JSON.
                text.append("{")
                rest = rest[rest.index(after: open)...]
                continue
            }
            text += try value(String(name), for: request)
            rest = rest[rest.index(after: name.endIndex)...]
        }
        return text + rest
    }

    private static func value(_ name: String, for request: GenerationRequest) throws(GenerationError) -> String {
        switch name {
        case "bars": return String(request.bars)
        case "seed": return String(request.seed)
        case "key":
            guard let key = request.key else {
                throw .commandLine(reason: "{key} has no value: give --key as well")
            }
            return key.description
        case "bpm":
            guard let beatsPerMinute = request.beatsPerMinute else {
                throw .commandLine(reason: "{bpm} has no value: give --tempo as well")
            }
            return ParameterValue.number(beatsPerMinute).description
        default:
            throw .commandLine(
                reason: "'{\(name)}' is not one of "
                    + placeholders.map { "{\($0)}" }.joined(separator: ", ")
                    + Suggestion.phrase(for: name, among: placeholders))
        }
    }
}
