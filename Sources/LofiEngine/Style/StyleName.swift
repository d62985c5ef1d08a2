import LofiPlugin

/// Finds the style that a word means: a name in any case, with spaces or underscores for hyphens, its beginning, or a word that
/// describes it.
struct StyleName {
    let library: StyleLibrary
    let entries: [StyleLibrary.Entry]

    /// In lower case, with hyphens between its words.
    static func normal(_ text: some StringProtocol) -> String {
        text.lowercased().split { $0 == " " || $0 == "_" || $0 == "-" }.joined(separator: "-")
    }

    /// - Throws: `StyleNotFound` if nothing fits, or several styles do.
    func find(_ word: String) throws(StyleNotFound) -> StyleLibrary.Entry {
        if let exact = entries.first(where: { $0.name == word }) { return exact }
        let name = Self.normal(word)
        if let same = entries.first(where: { Self.normal($0.name) == name }) { return same }
        let begun = name.isEmpty ? [] : entries.filter { Self.normal($0.name).hasPrefix(name) }
        let described = described(by: name)
        // A beginning that means other styles too is no choice: jazz is more than jazz-cellar.
        if begun.count == 1, described.allSatisfy({ $0.name == begun[0].name }) { return begun[0] }
        let fitting = begun + described.filter { entry in !begun.contains(entry) }
        throw StyleNotFound(
            name: word, known: entries.map(\.name),
            fitting: fitting.map { StyleNotFound.Fitting(name: $0.name, summary: style(of: $0)?.summary ?? "") })
    }

    /// The styles that a word describes: by a tag, or by a word of a tag or of the name.
    func described(by word: String) -> [StyleLibrary.Entry] {
        let name = Self.normal(word)
        guard !name.isEmpty else { return [] }
        return entries.filter { entry in
            let tags = style(of: entry)?.tags ?? []
            return tags.contains(name)
                || (tags + [Self.normal(entry.name)]).contains { $0.split(separator: "-").contains(name[...]) }
        }
    }

    private func style(of entry: StyleLibrary.Entry) -> Style? {
        try? Style(yaml: entry.text, file: entry.path ?? entry.name, catalog: library.catalog)
    }
}
