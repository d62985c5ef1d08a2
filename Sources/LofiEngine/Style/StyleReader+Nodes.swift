import LofiPlugin

/// Conversions of nodes to the expected content, with an error message for anything else.
extension StyleReader {
    /// A section whose keys have been checked.
    struct SectionBody {
        let section: StyleSection
        let entries: [StyleNode.Entry]
        let place: SourcePlace
        let reader: StyleReader

        subscript(key: String) -> StyleNode? { entries.first { $0.key == key }?.value }

        /// A text value as written; nil if it is missing or empty.
        func text(_ key: String) -> String? {
            guard case .word(_, let text)? = self[key]?.content, !text.isEmpty else { return nil }
            return text
        }

        /// The section's values, with defaults for missing keys.
        func settings() throws(StyleError) -> Settings {
            let parameters = section.parameters
            let given = try reader.values(
                entries.filter { entry in parameters.contains { $0.key == entry.key } }, of: nil, among: parameters)
            do { return try Settings(given.mapValues(\.value), for: parameters) } catch {
                throw StyleError(place: given[error.key]?.place ?? place, reason: error.description)
            }
        }
    }

    struct Written {
        let value: ParameterValue
        let place: SourcePlace
    }

    func section(_ node: StyleNode, _ section: StyleSection) throws(StyleError) -> SectionBody {
        try body(of: section, try entries(node, of: section.name), node.place)
    }

    /// Checks the entries of a section: no unknown keys, and single values for text keys.
    func body(
        of section: StyleSection, _ found: [StyleNode.Entry], _ place: SourcePlace
    ) throws(StyleError) -> SectionBody {
        for entry in found {
            guard let content = section[entry.key] else {
                throw unknown(entry.key, entry.place, "key of \(section.name)", among: section.keys.map(\.name))
            }
            guard case .value(let parameter) = content, parameter.domain == .text else { continue }
            switch entry.value.content {
            case .null, .word: continue
            case .list, .entries:
                throw StyleError(place: entry.value.place, reason: "'\(entry.key)' must be a single value")
            }
        }
        return SectionBody(section: section, entries: found, place: place, reader: self)
    }

    func entries(_ node: StyleNode?, of name: String) throws(StyleError) -> [StyleNode.Entry] {
        switch node?.content {
        case nil, .null: return []
        case .entries(let entries): return entries
        case .word, .list:
            throw StyleError(
                place: node?.place ?? .file(file, line: 1), reason: "\(name): expected 'key: value' pairs here")
        }
    }

    func list(_ node: StyleNode?) throws(StyleError) -> [StyleNode] {
        switch node?.content {
        case nil, .null: return []
        case .list(let items): return items
        case .word, .entries:
            throw StyleError(
                place: node?.place ?? .file(file, line: 1),
                reason: "expected a list here: lines that begin with '- '")
        }
    }

    /// The values of entries, converted to the type of their parameter.
    /// - Parameter kind: the plugin that the entries belong to, for messages.
    func values(
        _ entries: [StyleNode.Entry], of kind: String?, among parameters: [Parameter]
    ) throws(StyleError) -> [String: Written] {
        var given: [String: Written] = [:]
        for entry in entries {
            let parameter = parameters.first { $0.key == entry.key }
            switch entry.value.content {
            case .null where parameter?.domain.isText == true: continue
            case .null: given[entry.key] = Written(value: .text("null"), place: entry.place)
            case .word(let value, let text):
                // The place is that of the value: the command line may have set it for a key of the file.
                given[entry.key] = Written(
                    value: beside(parameter?.domain.isText == true ? .text(text) : value, parameter, entry.value.place),
                    place: entry.value.place)
            case .list, .entries:
                throw StyleError(
                    place: entry.value.place,
                    reason: "'\(entry.key)'" + (kind.map { " of \($0)" } ?? "") + " must be a single value")
            }
        }
        return given
    }

    /// Resolves an audio file's path relative to the style's folder.
    private func beside(_ value: ParameterValue, _ parameter: Parameter?, _ place: SourcePlace) -> ParameterValue {
        guard parameter?.domain == .audioFile, case .file = place, case .text(let path) = value, !path.isEmpty,
            !path.hasPrefix("/"), let cut = file.lastIndex(of: "/")
        else { return value }
        return .text(file[...cut] + path)
    }

    func unknown(_ name: String, _ place: SourcePlace, _ what: String, among allowed: [String]) -> StyleError {
        StyleError(
            place: place,
            reason: "unknown \(what) '\(name)'" + Suggestion.phrase(for: name, among: allowed) + "; allowed: "
                + allowed.joined(separator: ", "))
    }
}

extension Parameter.Domain {
    /// Whether values are taken as written, even if they look like numbers.
    fileprivate var isText: Bool { [.text, .audioFile, .file].contains(self) }
}
