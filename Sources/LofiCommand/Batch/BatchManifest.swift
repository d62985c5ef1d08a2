import FoundationEssentials
import LofiPlatform
import LofiScore

/// A list of songs, one JSON object per line: `{"input": "a.mid", "output": "a.flac", "style": "rainy-cafe"}`.
///
/// Inputs are relative to the manifest's folder. Empty lines are allowed.
enum BatchManifest {
    static let ending = ".jsonl"
    private static let keys = ["input", "output", "style", "seed", "tempo", "key", "length", "set"]

    private struct Files: Decodable {
        let input: String
        let output: String?
    }

    /// The keys of a line, whatever their values.
    private struct Keys: Decodable {
        let names: [String]

        private struct Key: CodingKey {
            let stringValue: String
            let intValue: Int? = nil

            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { return nil }
        }

        init(from decoder: any Decoder) throws {
            names = try decoder.container(keyedBy: Key.self).allKeys.map(\.stringValue)
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
            let (files, wishes) = try read(Data(String(systemBytes: line).utf8), place)
            let input = files.input.hasPrefix("/") ? files.input : folder + files.input
            guard let output = below(files.output ?? name(files.input)) else {
                throw refusal(place, "output '\(files.output ?? "")' must be a file inside the output folder")
            }
            jobs.append(
                BatchJob(
                    input: input, output: output, isOutputNamed: files.output != nil, place: place, wishes: wishes))
        }
        guard !jobs.isEmpty else {
            throw Failure(message: "\(path): the manifest has no songs", exitCode: Failure.badData)
        }
        return jobs
    }

    private static func read(_ line: Data, _ place: String) throws -> (Files, SongWishes) {
        let decoder = JSONDecoder()
        guard let object = try? decoder.decode(Keys.self, from: line) else {
            throw refusal(place, #"not a JSON object; write {"input": "song.mid", "style": "rainy-cafe"}"#)
        }
        if let stranger = object.names.sorted().first(where: { !keys.contains($0) }) {
            throw refusal(place, "unknown key '\(stranger)'; the keys are \(keys.joined(separator: ", "))")
        }
        do {
            return (try decoder.decode(Files.self, from: line), try decoder.decode(SongWishes.self, from: line))
        } catch DecodingError.keyNotFound {
            throw refusal(place, #"no input; write {"input": "song.mid"}"#)
        } catch {
            throw refusal(
                place,
                "input, output, style and key must be strings, seed a whole number, set values strings or numbers")
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
