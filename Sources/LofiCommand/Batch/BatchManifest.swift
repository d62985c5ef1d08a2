import Foundation
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

    /// - Parameter name: gives the output of a song that has none of its own.
    /// - Throws: `InputError`, or a `Failure` that names the line.
    static func jobs(_ path: String, name: (_ input: String) -> String) throws -> [BatchJob] {
        let text = String(decoding: try FileBytes.contents(of: path, limit: 64 << 20), as: UTF8.self)
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        var jobs: [BatchJob] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.allSatisfy(\.isWhitespace) {
            let place = "\(path):\(index + 1)"
            let (files, wishes) = try read(Data(line.utf8), place)
            let input = files.input.hasPrefix("/") ? files.input : folder + files.input
            guard let output = below(files.output ?? name(files.input)) else {
                throw refusal(place, "output '\(files.output ?? "")': name a file below the folder of the results")
            }
            jobs.append(BatchJob(input: input, output: output, place: place, wishes: wishes))
        }
        guard !jobs.isEmpty else { throw Failure(message: "\(path): no songs in it", exitCode: Failure.badData) }
        return jobs
    }

    private static func read(_ line: Data, _ place: String) throws -> (Files, SongWishes) {
        guard let object = try? JSONSerialization.jsonObject(with: line) as? [String: Any] else {
            throw refusal(place, #"no JSON object; write {"input": "song.mid", "style": "rainy-cafe"}"#)
        }
        if let stranger = object.keys.sorted().first(where: { !keys.contains($0) }) {
            throw refusal(place, "there is no key '\(stranger)'; there are: \(keys.joined(separator: ", "))")
        }
        do {
            let decoder = JSONDecoder()
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
