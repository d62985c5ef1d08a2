import LofiPlugin

/// Declares the keys of one section of a style and the content of each.
///
/// The reader, `--set` and `lofi-render plugins` all use these declarations, so that they know the same keys.
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
        /// User-named entries, each a section that may depend on the name; the given names are for listings.
        case named([String], @Sendable (String) -> StyleSection)
        /// User-named entries, each a single value.
        case values(Parameter)
        /// A list of plugins, each with its own settings and the common keys of a section.
        case plugins(PluginFamily, StyleSection?)
        case plugin(PluginFamily)
    }

    /// Name of the section in messages, such as "the master".
    package let name: String
    package let keys: [Key]

    init(_ name: String, _ keys: [Key]) { (self.name, self.keys) = (name, keys) }

    subscript(name: String) -> Content? { keys.first { $0.name == name }?.content }

    /// The parameters of the keys with a single value.
    package var parameters: [Parameter] {
        keys.compactMap { if case .value(let parameter) = $0.content { parameter } else { nil } }
    }

    /// The key whose list takes plugins of a kind, so that a path may leave it out: `master.tape.drive`.
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
    /// The key of a style that holds plugins of this family.
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
