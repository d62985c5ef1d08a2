import ArgumentParser
import FoundationEssentials
import LofiGenerate
import LofiPlatform
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

    @Option(
        help:
            "With --against: compare with the songs that training with this share, 0 to 0.9, learnt from; the rest is the last column."
    )
    var heldOut: Double?

    @Option(help: "Only so many bars, 1 and more, from the middle of each song, so that short and long ones compare.")
    var bars: Int?

    @Flag(help: "One JSON object, with the figures of each song.")
    var json = false

    func validate() throws {
        if let bars, bars < 1 { throw ValidationError("--bars \(bars): at least 1") }
        guard let heldOut else { return }
        guard against != nil, (0...0.9).contains(heldOut) else {
            throw ValidationError("--held-out \(heldOut): goes with --against; allowed is 0…0.9")
        }
    }

    mutating func run() throws {
        let corpus = try against.map { try CorpusCommand.corpus($0) }
        let split = corpus.map { $0.split(holdingOut: heldOut ?? 0) }
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
