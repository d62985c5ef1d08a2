import LofiGenerate

/// A folder of songs with the name of their kind of music.
package struct NamedCorpus: Sendable {
    /// Empty where none was given.
    package let name: String
    package let corpus: Corpus

    package init(name: String, corpus: Corpus) { (self.name, self.corpus) = (name, corpus) }

    /// Of all together, in their order.
    package static func note(of corpora: [NamedCorpus]) -> ModelHeader.CorpusNote {
        let files = corpora.reduce(0) { $0 + $1.corpus.files.count }
        guard corpora.count > 1 else {
            return .init(digest: corpora.first.map { $0.corpus.digest.description } ?? "", files: files)
        }
        var digest = ContentHash()
        for corpus in corpora { digest.add(Int(bitPattern: UInt(corpus.corpus.digest.value))) }
        return .init(digest: digest.description, files: files)
    }
}
