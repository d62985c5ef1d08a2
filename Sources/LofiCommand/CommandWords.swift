import LofiEngine
import LofiPlugin

/// The command that a recording's comment shows.
///
/// It has what affects the sound, in a fixed order, so that `render`, `batch` and any output name write the same bytes;
/// of a path, the last name only, so that a published recording does not tell where its author keeps files.
struct CommandWords {
    private var words: [String] = []

    /// The command line of a shell.
    var line: String { (["lofi-render"] + words).joined(separator: " ") }

    init(_ command: String? = nil) { if let command { words.append(command) } }

    /// - Parameter value: nil if the option was not given.
    mutating func add(_ option: String, _ value: String?) {
        guard let value else { return }
        words += ["--\(option)", Self.quoted(Self.withoutFolders(value))]
    }

    mutating func add(_ option: String, _ value: Double?) { add(option, value.map { "\(ParameterValue.number($0))" }) }

    mutating func add(_ option: String, path: String?) {
        add(option, path.map { $0.split(separator: "/").last.map(String.init) ?? $0 })
    }

    mutating func add(_ option: String, isGiven: Bool) { if isGiven { words.append("--\(option)") } }

    mutating func add(argument: String?) { if let argument { words.append(Self.quoted(argument)) } }

    mutating func add(_ other: CommandWords) { words += other.words }

    /// Shortens each absolute path to its last name: a path begins at the start or after a mark, and ends at a mark of YAML.
    static func withoutFolders(_ text: String) -> String {
        var (result, path): (String, String?) = ("", nil)
        var previous: Character = "="
        func lastName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? "" }
        for character in text {
            if let begun = path, !",}]\"'".contains(character) {
                path = begun + [character]
            } else if path == nil, character == "/", "=: {[,\"'".contains(previous) {
                path = "/"
            } else {
                result += lastName(path ?? "") + [character]
                path = nil
            }
            previous = character
        }
        return result + lastName(path ?? "")
    }

    private static func quoted(_ word: String) -> String {
        let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_./=:,+%#@".contains($0) }
        return isPlain && !word.isEmpty
            ? word : "'\(word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#))'"
    }
}

extension RenderOptions {
    /// The options that affect the sound; style and seed always, others if they were given.
    var words: CommandWords {
        var words = CommandWords()
        if style.contains("/") { words.add("style", path: style) } else { words.add("style", style) }
        words.add("seed", "\(seed)")
        for setting in settings { words.add("set", setting) }
        words.add("tempo", tempo?.value)
        words.add("meter", meter)
        words.add("as-is", isGiven: asIs)
        words.add("key", key)
        words.add("length", length)
        words.add("loop", isGiven: loop)
        words.add("bars", bars.map(String.init))
        for (knob, amount) in knobs.given { words.add(knob, amount) }
        words.add("rate", rate.map(String.init))
        words.add("bits", bits)
        words.add("soundfont", path: soundFont)
        words.add("synthesizer", synthesizer)
        words.add("only", stems.only)
        words.add("mute", stems.mute)
        words.add("solo", stems.solo)
        words.add("no-drums", isGiven: noDrums)
        words.add("no-bass", isGiven: noBass)
        words.add("no-noise", isGiven: noNoise)
        return words
    }
}
