import LofiGenerate

/// A corpus with the name of its genre.
package struct NamedCorpus: Sendable {
    /// Name of the genre; empty if none was given.
    package let name: String
    package let corpus: Corpus

    package init(name: String, corpus: Corpus) { (self.name, self.corpus) = (name, corpus) }

    /// A note on all corpora together, in order, for the model's header.
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
