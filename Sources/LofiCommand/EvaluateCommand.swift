import ArgumentParser
import Foundation
import LofiGenerate
import LofiScore

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measures songs: scale, groove, polyphony, entropy, and what they copy from a corpus.",
        discussion: """
            lofi-render evaluate a.mid b.mid
            lofi-render evaluate generated --against my-midi    the corpus is the last column
            """)

    @Argument(help: "MIDI files, and folders of them; a column each, of a folder the mean.")
    var inputs: [String]

    @Option(help: "A folder of MIDI: what the songs are compared with and may have copied from.")
    var against: String?

    @Flag(help: "One JSON object, with the figures of each song.")
    var json = false

    mutating func run() throws {
        let corpus = try against.map { try CorpusCommand.corpus($0) }
        let comparison = corpus.map { CorpusComparison($0) }
        var columns = try inputs.map { EvaluationColumn($0, Evaluation(try Self.files($0), against: comparison)) }
        if let against, let corpus {
            columns.append(
                EvaluationColumn(against, Evaluation(corpus.files, against: comparison, classes: corpus.classes)))
        }
        guard json else { return EvaluationColumn.printTable(columns) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(columns), as: UTF8.self))
    }

    private static func files(_ input: String) throws -> [CorpusFile] {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: input, isDirectory: &isFolder), isFolder.boolValue {
            return try CorpusCommand.corpus(input).files
        }
        let bytes = try FileBytes.contents(of: input)
        do { return [try CorpusFile(name: input, bytes)] } catch { throw Failure(error, path: input) }
    }
}
