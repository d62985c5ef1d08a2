import ArgumentParser
import FoundationEssentials
import LofiGenerate
import LofiPlatform
import LofiPlugin
import LofiScore

struct CorpusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corpus",
        abstract: "Summarize a folder of MIDI files: songs, duplicates, keys, vocabulary and rhythms.",
        discussion: """
            lofi-render corpus my-midi
            lofi-render corpus my-midi --json
            lofi-render corpus my-midi --words as-written    # tokens, one song per line
            """)

    @Argument(help: "Folder of MIDI files; subfolders are included.")
    var folder: String

    @Flag(help: "Print one JSON object.")
    var json = false

    @Option(help: "Print each song's tokens instead: \(Words.allCases.map(\.rawValue).joined(separator: ", ")).")
    var words: Words?

    enum Words: String, CaseIterable, ExpressibleByArgument {
        case asWritten = "as-written"
        case bothHands = "both-hands"
        case barGrid = "bar-grid"
    }

    mutating func run() throws {
        let corpus = try Self.corpus(folder)
        if let words { return Self.print(words, of: corpus) }
        let summary = CorpusSummary(corpus)
        guard json else { return CorpusTable.print(summary, folder: folder) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        Swift.print(String(decoding: try encoder.encode(summary), as: UTF8.self))
    }

    /// Reads a corpus and lists unreadable files, at most five, on standard error.
    static func corpus(_ folder: String) throws -> Corpus {
        let corpus = try CorpusReader.read(folder)
        for file in corpus.unreadable.prefix(5) {
            StandardError.say("warning: \(file.name) left out: \(file.reason)")
        }
        if corpus.unreadable.count > 5 {
            StandardError.say("warning: and \(corpus.unreadable.count - 5) more left out; see corpus --json")
        }
        return corpus
    }

    private static func print(_ words: Words, of corpus: Corpus) {
        var scores = corpus.files.map(\.score)
        let tokens: (Score) -> [NoteChordToken]
        switch words {
        case .asWritten: tokens = NoteChordCoding(.asWritten).tokens
        case .bothHands: tokens = NoteChordCoding(.bothHands).tokens
        case .barGrid:
            scores = scores.mapInParallel { $0.onPulse.inCommonKey }
            tokens = BarGridCoding(voicings: BarGridCoding.voicings(in: scores)).tokens
        }
        for (file, score) in zip(corpus.files, scores) {
            Swift.print("\(file.name.escaped)\t" + tokens(score).map(\.name).joined(separator: " "))
        }
    }
}
