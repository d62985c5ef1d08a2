import LofiTraining

extension NamedCorpus {
    /// Reads the corpora named on the command line.
    /// - Parameter words: each `FOLDER` or `NAME=FOLDER`.
    static func read(_ words: [String]) throws -> [NamedCorpus] {
        try words.map { word in
            let halves = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            // A folder's path may contain an equals sign; a name contains no slash.
            guard halves.count == 2, !halves[0].isEmpty, !halves[0].contains("/") else {
                return NamedCorpus(name: "", corpus: try CorpusCommand.corpus(word))
            }
            return NamedCorpus(name: String(halves[0]), corpus: try CorpusCommand.corpus(String(halves[1])))
        }
    }
}
