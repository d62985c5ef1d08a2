extension StyleNode {
    /// Parses YAML; returns nil for text without content.
    /// - Parameters:
    ///   - file: path for the source location of each node.
    ///   - origin: source location of every node, for text from the command line.
    /// - Throws: `StyleError` for text that is not YAML, or beyond the limits of `StyleLimits`.
    static func read(_ yaml: String, file: String, origin: SourcePlace? = nil) throws(StyleError) -> StyleNode? {
        var parser = YAMLParser(yaml, file: file, origin: origin)
        return try parser.document()
    }
}
