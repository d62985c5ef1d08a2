import FoundationEssentials
import LofiPlatform
import LofiScore

/// A list of songs, one JSON object per line: `{"input": "a.mid", "output": "a.flac", "style": "rainy-cafe"}`.
///
/// Every other key is an option of `render` without its dashes. Inputs are relative to the manifest's folder. Empty lines are
/// allowed.
enum BatchManifest {
    static let ending = ".jsonl"
    private static let input = "input", output = "output"
    /// Maximum length of a name in bytes, as for a path in Linux.
    private static let longestName = 4096

    /// A value of a line, in the form typed on the command line.
    private enum Value: Decodable {
        case flag(Bool)
        case word(String)
        case settings([String: Value])

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let flag = try? value.decode(Bool.self) {
                self = .flag(flag)
            } else if let whole = try? value.decode(Int.self) {
                self = .word(String(whole))
            } else if let number = try? value.decode(Double.self) {
                self = .word(String(number))
            } else if let word = try? value.decode(String.self) {
                self = .word(word)
            } else {
                self = .settings(try value.decode([String: Value].self))
            }
        }

        /// The word that `--set` takes; nil for a nested object.
        var setting: String? {
            switch self {
            case .flag(let flag): "\(flag)"
            case .word(let word): word
            case .settings: nil
            }
        }

        /// All strings within.
        var texts: [String] {
            switch self {
            case .flag: []
            case .word(let word): [word]
            case .settings(let settings): settings.flatMap { [$0.key] + $0.value.texts }
            }
        }

        /// Number of keys within.
        var keyCount: Int {
            guard case .settings(let settings) = self else { return 0 }
            return settings.values.reduce(settings.count) { $0 + $1.keyCount }
        }
    }

    /// - Parameter name: returns the output for an input whose line names none.
    /// - Throws: `InputError`, or `Failure` that names the line.
    static func jobs(_ path: String, name: (_ input: String) -> String) throws -> [BatchJob] {
        let bytes = try FileBytes.contents(of: path, limit: 64 << 20)
        // Skip the UTF-8 byte order mark that some editors write.
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        var jobs: [BatchJob] = []
        // The "\r" of a Windows line ending is white space to JSON.
        for (index, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        where !line.allSatisfy({ " \t\r".utf8.contains($0) }) {
            let place = "\(path):\(index + 1)"
            let values = try read(Data(String(systemBytes: line).utf8), place)
            guard let file = try string(Self.input, in: values, place), !file.isEmpty else {
                throw refusal(place, #"no input; write {"input": "song.mid"}"#)
            }
            guard file != "-" else { throw refusal(place, "batch cannot read standard input; use render") }
            let named = try string(Self.output, in: values, place)
            guard let output = below(named ?? name(file)) else {
                throw refusal(place, "output '\(named ?? "")' must be a file inside the output folder")
            }
            jobs.append(
                BatchJob(
                    input: file.hasPrefix("/") ? file : folder + file, output: output, isOutputNamed: named != nil,
                    place: place, options: try options(values, place)))
        }
        guard !jobs.isEmpty else {
            throw Failure(message: "\(path): the manifest has no songs", exitCode: Failure.badData)
        }
        return jobs
    }

    private static func read(_ line: Data, _ place: String) throws -> [String: Value] {
        guard let values = try? JSONDecoder().decode([String: Value].self, from: line) else {
            throw refusal(place, #"not a JSON object of strings, numbers, true, false and "set": {"key": value}"#)
        }
        let object = Value.settings(values)
        // The system takes U+0000 as the end of a name.
        if object.texts.contains(where: { $0.utf8.contains(0) }) { throw refusal(place, "a text contains U+0000") }
        // The decoder keeps one of several equal keys silently.
        guard colonCount(line) == object.keyCount else { throw refusal(place, "a key is given twice") }
        return values
    }

    /// Number of colons outside strings in a line of valid JSON: one for each key as written.
    private static func colonCount(_ line: Data) -> Int {
        var (count, isString, isEscaped) = (0, false, false)
        for byte in line {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\"") {
                isString.toggle()
            } else if isString {
                isEscaped = byte == UInt8(ascii: "\\")
            } else if byte == UInt8(ascii: ":") {
                count += 1
            }
        }
        return count
    }

    private static func string(_ key: String, in values: [String: Value], _ place: String) throws -> String? {
        guard let value = values[key] else { return nil }
        guard case .word(let word) = value else { throw refusal(place, "\(key) must be a string") }
        guard word.utf8.count <= longestName else {
            throw refusal(place, "\(key) has \(word.utf8.count) bytes; at most \(longestName) are allowed")
        }
        return word
    }

    /// The options of a line in the order of their keys, checked as the command line checks them.
    private static func options(_ values: [String: Value], _ place: String) throws -> [String] {
        var words: [String] = []
        for (key, value) in values.sorted(by: { $0.key < $1.key }) where ![input, output].contains(key) {
            switch value {
            case .flag(true): words.append("--\(key)")
            // Known all the same.
            case .flag(false): try check(["--\(key)"], place)
            case .word(let word): words.append("--\(key)=\(word)")
            case .settings(let settings):
                for (path, value) in settings.sorted(by: { $0.key < $1.key }) {
                    guard let word = value.setting else { throw refusal(place, "\(key): \(path) must be one value") }
                    words.append("--\(key)=\(path)=\(word)")
                }
            }
        }
        try check(words, place)
        return words
    }

    private static func check(_ words: [String], _ place: String) throws {
        do { _ = try RenderOptions.parse(words) } catch {
            let isHelp = RenderOptions.exitCode(for: error).isSuccess
            let message = isHelp ? "Unknown option '--help'" : RenderOptions.message(for: error)
            throw refusal(
                place, "\(message); a line holds input, output and options of render, such as \"tempo\": 72")
        }
    }

    /// The path without `.` components; nil if it is absolute or leaves its folder.
    private static func below(_ path: String) -> String? {
        let names = path.split(separator: "/").filter { $0 != "." }
        guard !path.hasPrefix("/"), !path.hasSuffix("/"), !names.isEmpty, !names.contains("..") else { return nil }
        return names.joined(separator: "/")
    }

    private static func refusal(_ place: String, _ reason: String) -> Failure {
        Failure(message: "\(place): \(reason)", exitCode: Failure.badData)
    }
}
