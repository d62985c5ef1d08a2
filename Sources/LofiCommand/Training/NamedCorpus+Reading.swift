import LofiTraining

extension NamedCorpus {
    /// Reads the corpora named on the command line.
    /// - Parameter words: each `FOLDER` or `NAME=FOLDER`.
    static func read(_ words: [String]) throws -> [NamedCorpus] {
        try words.map { word in
            let (name, folder) = divided(word)
            return NamedCorpus(name: name, corpus: try CorpusCommand.corpus(folder))
        }
    }

    /// Divides `NAME=FOLDER`; the name of a folder alone is empty.
    static func divided(_ word: String) -> (name: String, folder: String) {
        let halves = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        // A folder's path may contain an equals sign; a name contains no slash.
        guard halves.count == 2, !halves[0].isEmpty, !halves[0].contains("/") else { return ("", word) }
        return (String(halves[0]), String(halves[1]))
    }
}
