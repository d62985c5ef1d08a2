import LofiPlugin

/// The keys of one section of a style, and what may stand under each.
///
/// The reader, `--set` and the listing of `lofi-render plugins` all follow these, so that none knows a key that another lacks.
package struct StyleSection: Sendable {
    package struct Key: Sendable {
        package let name: String
        package let summary: String
        package let content: Content
    }

    package indirect enum Content: Sendable {
        /// One value.
        case value(Parameter)
        case section(StyleSection)
        /// Entries with names of the author's choice, each a section that may depend on the name; the names are for a listing.
        case named([String], @Sendable (String) -> StyleSection)
        /// Entries with names of the author's choice, each a value.
        case values(Parameter)
        /// A list of plugins, each with its own settings and the keys of a section.
        case plugins(PluginFamily, StyleSection?)
        case plugin(PluginFamily)
    }

    /// The section in a message: "the master".
    package let name: String
    package let keys: [Key]

    init(_ name: String, _ keys: [Key]) { (self.name, self.keys) = (name, keys) }

    subscript(name: String) -> Content? { keys.first { $0.name == name }?.content }

    /// The declarations of the keys that hold one value.
    package var parameters: [Parameter] {
        keys.compactMap { if case .value(let parameter) = $0.content { parameter } else { nil } }
    }

    /// The key whose list takes plugins of a kind, so that the kind may stand in a path without it: `master.tape.drive`.
    func list(takingKind kind: String, _ catalog: Catalog) -> Key? {
        keys.first { key in
            if case .plugins(let family, _) = key.content { catalog.plugin(kind, family) != nil } else { false }
        }
    }
}

extension StyleSection.Key {
    static func value(_ parameter: Parameter) -> StyleSection.Key {
        StyleSection.Key(name: parameter.key, summary: parameter.summary, content: .value(parameter))
    }
}

extension PluginFamily {
    /// The key of a style under which the plugins stand.
    package var key: String {
        for section in [StyleSection.style, .master] {
            for key in section.keys {
                switch key.content {
                case .plugins(self, _), .plugin(self): return key.name
                default: continue
                }
            }
        }
        preconditionFailure("no section takes a \(noun)")
    }
}
