import LofiPlugin

/// A style as it is written and then changed from the command line, to be checked as a whole.
public struct StyleDocument: Sendable {
    package internal(set) var root: StyleNode
    /// Its name in messages; relative audio files are looked for beside it.
    let file: String
    let catalog: Catalog
    /// Whether the layers are silent. They stay in the graph, and so do the buses that they alone reach.
    public var mutesLayers = false

    /// - Throws: `StyleError` for text that is no YAML, or nothing.
    package init(_ yaml: String, file: String, catalog: Catalog) throws(StyleError) {
        guard let root = try StyleNode.read(yaml, file: file), !root.isNull else {
            throw StyleError(place: .file(file, line: 1), reason: "the style is empty")
        }
        (self.root, self.file, self.catalog) = (root, file, catalog)
    }

    /// Checks everything that is written.
    /// - Throws: `StyleError` with the line of the mistake, or the option that brought it.
    public func style() throws(StyleError) -> Style { try StyleReader(file: file, catalog: catalog).read(self) }

    /// Sets the value at a path, as `--set path=value` asks; `style()` checks the value.
    ///
    /// A path leads from section to section: `parts.chords.level`, `parts.chords.send.room`, `buses.room.to`. A plugin of a list
    /// is named by its number from 1 or by its kind: `score.3.amount`, `layers.vinyl.crackle`, `master.effects.2.cutoff`. The
    /// list may be left out before a kind: `drums.fills-every`, `master.tape.drive`. What is missing is added. A name with a dot
    /// in it stands in double quotes.
    /// - Throws: `StyleError` for a path that leads nowhere, or to one of several plugins of a kind.
    public mutating func set(_ path: String, to value: ParameterValue, option: String) throws(StyleError) {
        var changed = root
        try StylePath(path, catalog: catalog, place: .commandLine(option)).set(value, in: &changed)
        root = changed
    }

    /// Removes every use of a score transform.
    public mutating func remove(_ transform: any ScoreTransform.Type) {
        root.edit("score", root.place) { list in list.editItems { $0.removeAll { $0.kind == transform.kind } } }
    }

}

extension Style {
    /// The style with one key changed, as `--set path=value` asks; see `StyleDocument.set`.
    /// - Throws: `StyleError` that names `option` as the place.
    public func setting(
        _ path: String, to value: ParameterValue, catalog: Catalog, option: String
    ) throws(StyleError) -> Style {
        var document = document
        try document.set(path, to: value, option: option)
        return try document.style()
    }
}
