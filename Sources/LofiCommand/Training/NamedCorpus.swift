import LofiGenerate

/// A folder of songs with the name of their kind of music.
struct NamedCorpus {
    /// Empty where none was given.
    let name: String
    let corpus: Corpus

    /// - Parameter words: `FOLDER` or `NAME=FOLDER` each.
    static func read(_ words: [String]) throws -> [NamedCorpus] {
        try words.map { word in
            let halves = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            // A folder may have an equals sign in it; a name has no slash.
            guard halves.count == 2, !halves[0].isEmpty, !halves[0].contains("/") else {
                return NamedCorpus(name: "", corpus: try CorpusCommand.corpus(word))
            }
            return NamedCorpus(name: String(halves[0]), corpus: try CorpusCommand.corpus(String(halves[1])))
        }
    }

    /// Of all together, in their order.
    static func note(of corpora: [NamedCorpus]) -> ModelHeader.CorpusNote {
        let files = corpora.reduce(0) { $0 + $1.corpus.files.count }
        guard corpora.count > 1 else {
            return .init(digest: corpora.first.map { $0.corpus.digest.description } ?? "", files: files)
        }
        var digest = ContentHash()
        for corpus in corpora { digest.add(Int(bitPattern: UInt(corpus.corpus.digest.value))) }
        return .init(digest: digest.description, files: files)
    }
}
