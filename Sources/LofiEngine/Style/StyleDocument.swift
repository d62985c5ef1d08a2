import LofiPlugin

/// The editable source of a style, with changes from the command line, validated as a whole by `style()`.
public struct StyleDocument: Sendable {
    package internal(set) var root: StyleNode
    /// Path for messages; audio file paths are relative to its folder.
    package let file: String
    let catalog: Catalog
    /// Whether the noise layers are muted. They stay in the graph, as do buses fed only by them.
    public var mutesLayers = false

    /// Parses a style.
    /// - Throws: `StyleError` for invalid YAML or empty text.
    package init(_ yaml: String, file: String, catalog: Catalog) throws(StyleError) {
        guard let root = try StyleNode.read(yaml, file: file), !root.isEmpty else {
            throw StyleError(place: .file(file, line: 1), reason: "the style is empty")
        }
        (self.root, self.file, self.catalog) = (root, file, catalog)
    }

    /// Validates the document.
    /// - Throws: `StyleError` with the line, or the option, that is wrong.
    public func style() throws(StyleError) -> Style { try StyleReader(file: file, catalog: catalog).read(self) }

    /// The same text for documents that mean the same: one line without comments, changes included.
    package var canonicalText: String { (mutesLayers ? "muted " : "") + root.canonicalText }

    /// Sets the value at a path, as `--set path=value` does; `style()` validates the value.
    ///
    /// A path names nested sections: `parts.chords.level`, `parts.chords.send.room`, `buses.room.to`. A plugin in a list is
    /// named by its number, counted from 1, or by its kind: `score.3.amount`, `layers.vinyl.crackle`,
    /// `master.effects.2.cutoff`. The list may be left out before a kind: `drums.fills-every`, `master.tape.drive`. Missing
    /// sections and plugins are added. A name that contains a dot goes in double quotes.
    /// - Parameter option: the option as typed, for error messages.
    /// - Throws: `StyleError` for an invalid path, or one that matches several plugins of a kind.
    public mutating func set(_ path: String, to value: ParameterValue, option: String) throws(StyleError) {
        var changed = root
        try StylePath(path, catalog: catalog, place: .commandLine(option)).set(value, in: &changed)
        root = changed
    }

    /// Removes all uses of a score transform.
    public mutating func remove(_ transform: any ScoreTransform.Type) {
        root.edit("score", root.place) { list in list.editItems { $0.removeAll { $0.kind == transform.kind } } }
    }
}

extension Style {
    /// Returns a copy of the style with one key changed, as `--set path=value` does; see `StyleDocument.set`.
    /// - Throws: `StyleError` with `option` as its location.
    public func setting(
        _ path: String, to value: ParameterValue, catalog: Catalog, option: String
    ) throws(StyleError) -> Style {
        var document = document
        try document.set(path, to: value, option: option)
        return try document.style()
    }
}
