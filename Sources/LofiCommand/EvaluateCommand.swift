import ArgumentParser
import FoundationEssentials
import LofiGenerate
import LofiPlatform
import LofiScore

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure songs: scale, groove, polyphony, entropy, and overlap with a corpus.",
        discussion: """
            lofi-render evaluate a.mid b.mid
            lofi-render evaluate generated --against my-midi    # the corpus is the last column
            """)

    @Argument(help: "MIDI files or folders of MIDI files, one column each; a folder's column is its mean.")
    var inputs: [String]

    @Option(help: "Folder of MIDI files to compare the songs with and to search for copied passages.")
    var against: String?

    @Option(
        help:
            "With --against: compare with the training songs only, as split by train --held-out, 0 to 0.9; the held-out songs are the last column."
    )
    var heldOut: DecimalNumber?

    @Option(
        help: "Measure this many bars, 1 or more, from the middle of each song, so that short and long songs compare.")
    var bars: Int?

    @Flag(help: "Print one JSON object with the metrics of each song.")
    var json = false

    func validate() throws {
        if let bars, bars < 1 { throw ValidationError("--bars must be at least 1, not \(bars)") }
        guard let heldOut = heldOut?.value else { return }
        guard (0...0.9).contains(heldOut) else {
            throw ValidationError("--held-out must be 0…0.9, not \(heldOut)")
        }
        guard against != nil else { throw ValidationError("--held-out needs --against") }
    }

    mutating func run() throws {
        let corpus = try against.map { try CorpusCommand.corpus($0) }
        let split = corpus.map { $0.split(holdingOut: heldOut?.value ?? 0) }
        func part(_ indices: [Int]) -> Corpus { Corpus(files: indices.compactMap { corpus?.files[$0] }) }
        let known = split.map { part($0.training) }
        let comparison = known.map { CorpusComparison($0) }
        var columns = try inputs.map {
            EvaluationColumn($0, evaluation(try Self.files($0), key: .signature, comparison))
        }
        if let against, let known, let split {
            let unknown = heldOut == nil ? nil : part(split.heldOut)
            columns.append(
                unknown.map { EvaluationColumn("held out", evaluation($0.files, key: .ear, comparison)) }
                    ?? EvaluationColumn(against, evaluation(known.files, key: .ear, comparison, classes: known.classes))
            )
        }
        guard json else { return EvaluationColumn.printTable(columns) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(columns), as: UTF8.self))
    }

    private func evaluation(
        _ files: [CorpusFile], key: Evaluation.KeyWitness, _ comparison: CorpusComparison?, classes: [Int]? = nil
    ) -> Evaluation {
        Evaluation(files, bars: bars, key: key, against: comparison, classes: classes)
    }

    private static func files(_ input: String) throws -> [CorpusFile] {
        if Folder.exists(input) {
            return try CorpusCommand.corpus(input).files
        }
        let bytes = try FileBytes.contents(of: input)
        do { return [try CorpusFile(name: input, bytes)] } catch { throw Failure(error, path: input) }
    }
}
