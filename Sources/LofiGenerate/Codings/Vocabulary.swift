/// The words that a model knows, each with its index: unique names in the order of their code points.
package struct Vocabulary: Sendable, Equatable {
    package let tokens: [NoteChordToken]
    private let indices: [NoteChordToken: Int]

    package init(_ tokens: some Sequence<NoteChordToken>) {
        self.tokens = Set(tokens).sorted()
        indices = Dictionary(uniqueKeysWithValues: self.tokens.enumerated().map { ($1, $0) })
    }

    /// As a model file has them.
    /// - Returns: nil where a name is no token's, is there twice or stands out of order.
    package init?(names: [String]) {
        let tokens = names.compactMap { NoteChordToken(name: $0) }
        self.init(tokens)
        guard self.tokens.map(\.name) == names else { return nil }
    }

    package var count: Int { tokens.count }
    package var names: [String] { tokens.map(\.name) }

    /// nil for a word that the model has never met.
    package func index(of token: NoteChordToken) -> Int? { indices[token] }

    package subscript(index: Int) -> NoteChordToken { tokens[index] }
}
