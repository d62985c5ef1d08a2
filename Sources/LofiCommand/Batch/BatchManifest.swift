import FoundationEssentials
import LofiPlatform
import LofiScore

/// A list of songs, one JSON object a line: `{"input": "a.mid", "output": "a.flac", "style": "rainy-cafe", "seed": 7}`.
///
/// Inputs are looked for from the manifest's folder. Empty lines are allowed.
enum BatchManifest {
    static let ending = ".jsonl"
    private static let keys = ["input", "output", "style", "seed", "tempo", "key", "length", "set"]

    private struct Files: Decodable {
        let input: String
        let output: String?
    }

    /// The keys of a line, whatever they hold.
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

    /// - Parameter name: gives the output of a song that has none of its own.
    /// - Throws: `InputError`, or a `Failure` that names the line.
    static func jobs(_ path: String, name: (_ input: String) -> String) throws -> [BatchJob] {
        let bytes = try FileBytes.contents(of: path, limit: 64 << 20)
        // Some editors begin a file with a mark of its encoding.
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        var jobs: [BatchJob] = []
        // Lines of Windows end in "\r\n", which is white space to JSON.
        for (index, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        where !line.allSatisfy({ " \t\r".utf8.contains($0) }) {
            let place = "\(path):\(index + 1)"
            let (files, wishes) = try read(Data(String(systemBytes: line).utf8), place)
            let input = files.input.hasPrefix("/") ? files.input : folder + files.input
            guard let output = below(files.output ?? name(files.input)) else {
                throw refusal(place, "output '\(files.output ?? "")': name a file below the folder of the results")
            }
            jobs.append(
                BatchJob(
                    input: input, output: output, isOutputNamed: files.output != nil, place: place, wishes: wishes))
        }
        guard !jobs.isEmpty else { throw Failure(message: "\(path): no songs in it", exitCode: Failure.badData) }
        return jobs
    }

    private static func read(_ line: Data, _ place: String) throws -> (Files, SongWishes) {
        let decoder = JSONDecoder()
        guard let object = try? decoder.decode(Keys.self, from: line) else {
            throw refusal(place, #"no JSON object; write {"input": "song.mid", "style": "rainy-cafe"}"#)
        }
        if let stranger = object.names.sorted().first(where: { !keys.contains($0) }) {
            throw refusal(place, "there is no key '\(stranger)'; there are: \(keys.joined(separator: ", "))")
        }
        do {
            return (try decoder.decode(Files.self, from: line), try decoder.decode(SongWishes.self, from: line))
        } catch DecodingError.keyNotFound {
            throw refusal(place, #"no input; write {"input": "song.mid"}"#)
        } catch {
            throw refusal(
                place, "input, output, style and key are texts, seed is a whole number, set holds texts and numbers")
        }
    }

    /// The path without detours; nil where it leaves its folder.
    private static func below(_ path: String) -> String? {
        let names = path.split(separator: "/").filter { $0 != "." }
        guard !path.hasPrefix("/"), !path.hasSuffix("/"), !names.isEmpty, !names.contains("..") else { return nil }
        return names.joined(separator: "/")
    }

    private static func refusal(_ place: String, _ reason: String) -> Failure {
        Failure(message: "\(place): \(reason)", exitCode: Failure.badData)
    }
}
