import LofiPlugin

/// A line that names a program, as words; no shell ever sees it.
///
/// Words are parted by spaces; what stands in single or double quotes is one word or part of one, spaces and all, and no
/// character has any other meaning. `{bars}`, `{seed}` and `{bpm}` are filled in word by word, so what is filled in can
/// never become a further word.
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
        guard !line.utf8.contains(0) else { throw .commandLine(reason: "there is a zero byte in it") }
    }

    func contains(placeholder name: String) -> Bool { words.contains { $0.contains("{\(name)}") } }

    /// The words with what is asked for in them.
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
                // Braces that mean something else, as in JSON.
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
