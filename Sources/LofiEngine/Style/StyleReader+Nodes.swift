import LofiPlugin
import LofiScore
import Yams

/// The nodes of the YAML: what kind each has to be, and what to say where it is another.
extension StyleReader {
    struct Key {
        let text: String
        let place: SourcePlace
    }

    struct Written {
        let value: ParameterValue
        let place: SourcePlace
    }

    func section(_ node: Node, name: String, allowed: [String]) throws(StyleError) -> [String: Node] {
        var found: [String: Node] = [:]
        for (key, value) in try entries(node, name: name) {
            guard allowed.contains(key.text) else { throw unknown(key, "key of \(name)", among: allowed) }
            found[key.text] = value
        }
        return found
    }

    func entries(_ node: Node?, name: String) throws(StyleError) -> [(Key, Node)] {
        guard let node, !isNull(node) else { return [] }
        guard case .mapping(let mapping) = node else {
            throw StyleError(place: place(node), reason: "\(name): 'key: value' pairs are expected here")
        }
        var pairs: [(Key, Node)] = []
        for (key, value) in mapping {
            guard let text = key.string else {
                throw StyleError(place: place(key), reason: "\(name): a key must be a plain word")
            }
            pairs.append((Key(text: text, place: place(key)), value))
        }
        return pairs
    }

    func list(_ node: Node?) throws(StyleError) -> [Node] {
        guard let node, !isNull(node) else { return [] }
        guard case .sequence(let sequence) = node else {
            throw StyleError(place: place(node), reason: "a list is expected here: lines that begin with '- '")
        }
        return Array(sequence)
    }

    func text(_ node: Node?) throws(StyleError) -> String? {
        guard let node, !isNull(node) else { return nil }
        guard case .scalar(let scalar) = node else {
            throw StyleError(place: place(node), reason: "text is expected here")
        }
        return scalar.string
    }

    func values(
        _ keys: [String: Node], among parameters: [Parameter]
    ) throws(StyleError) -> [String: Written] {
        var given: [String: Written] = [:]
        for parameter in parameters {
            guard let node = keys[parameter.key] else { continue }
            guard let value = scalar(node) else {
                throw StyleError(place: place(node), reason: "'\(parameter.key)' must be one value")
            }
            given[parameter.key] = Written(value: beside(value, parameter), place: place(node))
        }
        return given
    }

    /// An audio file's path is meant from the folder of the style that names it.
    func beside(_ value: ParameterValue, _ parameter: Parameter) -> ParameterValue {
        guard parameter.domain == .audioFile, case .text(let path) = value, !path.isEmpty, !path.hasPrefix("/"),
            let cut = file.lastIndex(of: "/")
        else { return value }
        return .text(file[...cut] + path)
    }

    func scalar(_ node: Node) -> ParameterValue? {
        guard case .scalar(let scalar) = node else { return nil }
        return ParameterValue(yaml: scalar)
    }

    func isNull(_ node: Node) -> Bool {
        if case .scalar(let scalar) = node {
            scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
        } else {
            false
        }
    }

    func place(_ node: Node) -> SourcePlace { origin ?? .file(file, line: node.mark?.line ?? 1) }

    // MARK: Errors

    func settings(
        _ given: [String: Written], _ parameters: [Parameter], _ place: SourcePlace, of kind: String? = nil
    ) throws(StyleError) -> Settings {
        do { return try Settings(given.mapValues(\.value), for: parameters) } catch {
            let reason = (kind.map { "\($0): " } ?? "") + error.description
            throw StyleError(place: given[error.key]?.place ?? place, reason: reason)
        }
    }

    func settings(
        _ given: [String: Written], _ parameters: [Parameter], _ node: Node
    ) throws(StyleError) -> Settings { try settings(given, parameters, place(node)) }

    func settings(
        _ given: [String: ParameterValue], _ parameters: [Parameter], _ place: SourcePlace
    ) throws(StyleError) -> Settings {
        try settings(given.mapValues { Written(value: $0, place: place) }, parameters, place)
    }

    func unknown(_ key: Key, _ what: String, among allowed: [String]) -> StyleError {
        StyleError(
            place: key.place,
            reason: "unknown \(what) '\(key.text)'" + Suggestion.phrase(for: key.text, among: allowed) + "; allowed: "
                + allowed.joined(separator: ", "))
    }

    func yamlError(_ error: any Error) -> StyleError {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            StyleError(
                place: origin ?? .file(file, line: mark.line),
                reason: problem.hasPrefix("Maximum nesting") ? "nested too deeply" : "not valid YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            StyleError(
                place: origin ?? .file(file, line: context.mark.line),
                reason: "written twice: " + duplicates.map { String(describing: $0) }.joined(separator: ", "))
        default: StyleError(place: origin ?? .file(file, line: 1), reason: "not valid YAML: \(error)")
        }
    }
}
