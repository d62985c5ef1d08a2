/// The tokens of a model with their indices: unique names sorted by code points.
package struct Vocabulary: Sendable, Equatable {
    /// Tokens by index.
    package let tokens: [NoteChordToken]
    private let indices: [NoteChordToken: Int]

    /// Collects the distinct tokens of a sequence.
    package init(_ tokens: some Sequence<NoteChordToken>) {
        self.tokens = Set(tokens).sorted()
        indices = Dictionary(uniqueKeysWithValues: self.tokens.enumerated().map { ($1, $0) })
    }

    /// Makes a vocabulary from the names in a model file.
    /// - Returns: nil if a name is not a token, is duplicated or is out of order.
    package init?(names: [String]) {
        let tokens = names.compactMap { NoteChordToken(name: $0) }
        self.init(tokens)
        guard self.tokens.map(\.name) == names else { return nil }
    }

    /// Number of tokens.
    package var count: Int { tokens.count }
    /// Names by index.
    package var names: [String] { tokens.map(\.name) }

    /// The index of a token; nil if the model does not know it.
    package func index(of token: NoteChordToken) -> Int? { indices[token] }

    /// The token at an index.
    package subscript(index: Int) -> NoteChordToken { tokens[index] }
}
