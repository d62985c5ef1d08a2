import LofiPlugin

/// A path to one value of a style, resolved through its sections; see `StyleDocument.set`.
struct StylePath {
    private let steps: [String]
    private let catalog: Catalog
    private let place: SourcePlace

    init(_ path: String, catalog: Catalog, place: SourcePlace) {
        (steps, self.catalog, self.place) = (Self.split(path), catalog, place)
    }

    func set(_ value: ParameterValue, in root: inout StyleNode) throws(StyleError) {
        try set(value, in: &root, .style, Trail(behind: [], ahead: steps[...]))
    }

    /// The resolved and remaining steps of a path.
    private struct Trail {
        /// The steps so far, including lists that a short path leaves out.
        let behind: [String]
        let ahead: ArraySlice<String>

        var next: String? { ahead.first }
        var isLast: Bool { ahead.count == 1 }
        var path: String { behind.joined(separator: ".") }

        func advanced(through name: String? = nil) -> Trail {
            Trail(behind: behind + [name ?? ahead.first ?? ""], ahead: ahead.dropFirst())
        }

        /// Enters a list that the path leaves out.
        func entering(_ list: String) -> Trail { Trail(behind: behind + [list], ahead: ahead) }

        /// The whole path with the next step replaced.
        func replacingNext(_ step: Int) -> String {
            (behind + ["\(step)"] + ahead.dropFirst()).joined(separator: ".")
        }
    }

    // MARK: Resolving

    private func set(
        _ value: ParameterValue, in node: inout StyleNode, _ section: StyleSection, _ trail: Trail
    ) throws(StyleError) {
        guard let step = trail.next else {
            throw error("'\(trail.path)' has several keys: add one of \(names(section.keys.map(\.name)))")
        }
        try requireEntries(node, section.name)
        if let content = section[step] {
            try node.edit(step, place) { child throws(StyleError) in
                try set(value, in: &child, content, trail.advanced())
            }
        } else if let list = section.list(takingKind: step, catalog) {
            try node.edit(list.name, place) { child throws(StyleError) in
                try set(value, in: &child, list.content, trail.entering(list.name))
            }
        } else if trail.isLast {
            // The reader reports the allowed keys.
            node.set(step, to: .word(value, place))
        } else {
            let kinds = section.keys.flatMap { key -> [String] in
                guard case .plugins(let family, _) = key.content else { return [] }
                return catalog.plugins(family).map { $0.kind }
            }
            throw unknown("key of \(section.name)", step, allowed: section.keys.map(\.name), alike: kinds)
        }
    }

    private func set(
        _ value: ParameterValue, in node: inout StyleNode, _ content: StyleSection.Content, _ trail: Trail
    ) throws(StyleError) {
        switch content {
        case .value:
            guard trail.ahead.isEmpty else { throw error("'\(trail.path)' is a single value, nothing can follow") }
            node = .word(value, place)
        case .section(let section): try set(value, in: &node, section, trail)
        case .named(_, let section):
            guard let name = trail.next else { throw error("add a name: \(trail.path).NAME.KEY") }
            try requireEntries(node, trail.path)
            try node.edit(name, place) { child throws(StyleError) in
                try set(value, in: &child, section(name), trail.advanced())
            }
        case .values:
            guard let name = trail.next, trail.isLast else { throw error("write it as \(trail.path).NAME") }
            try requireEntries(node, trail.path)
            node.set(name, to: .word(value, place))
        case .plugins(let family, let section):
            try setInList(value, in: &node, family, section, trail)
        case .plugin(let family):
            guard let kind = trail.next else {
                node = .word(value, place)
                return
            }
            if node.isNull { node = .plugin(kind, place) }
            guard node.kind == kind else {
                throw error("the \(family.noun) is \(node.kind ?? "not readable"), not \(kind)")
            }
            try setInPlugin(value, in: &node, family, nil, trail.advanced())
        }
    }

    private func setInList(
        _ value: ParameterValue, in node: inout StyleNode, _ family: PluginFamily, _ section: StyleSection?,
        _ trail: Trail
    ) throws(StyleError) {
        guard let step = trail.next else {
            throw error("'\(trail.path)' is a list: write \(trail.path).NUMBER.KEY or \(trail.path).KIND.KEY")
        }
        switch node.content {
        case .null, .list: break
        case .word, .entries:
            throw StyleError(place: node.place, reason: "expected a list here: lines that begin with '- '")
        }
        try node.editItems { items throws(StyleError) in
            let index = try self.index(of: step, in: &items, family, trail)
            let number = (Self.numbering(of: items).firstIndex(of: index) ?? index) + 1
            try setInPlugin(value, in: &items[index], family, section, trail.advanced(through: "\(number)"))
        }
    }

    /// The index of the plugin that a step refers to; the plugin is added if there is none of its kind.
    private func index(
        of step: String, in items: inout [StyleNode], _ family: PluginFamily, _ trail: Trail
    ) throws(StyleError) -> Int {
        let order = Self.numbering(of: items)
        if let number = Int(step) {
            guard order.indices.contains(number - 1) else {
                throw error(
                    items.isEmpty
                        ? "'\(trail.path)' has no \(family.noun) yet: name one by its kind"
                        : "there is no \(family.noun) \(number) in '\(trail.path)': it has 1…\(items.count)")
            }
            return order[number - 1]
        }
        let found = order.indices.filter { items[order[$0]].kind == step }
        if found.count > 1 {
            let paths = found.map { trail.replacingNext($0 + 1) }
            throw error("\(found.count) \(step) \(family.noun)s: write \(names(paths))")
        }
        if let only = found.first { return order[only] }
        let kinds = catalog.plugins(family).map { $0.kind }
        guard kinds.contains(step) else { throw unknown(family.noun, step, allowed: kinds) }
        // Insert transforms in catalogue order, whatever the order of the options.
        let index =
            family == .transform ? catalog.position(of: step, among: items.map { $0.kind ?? "" }) : items.count
        items.insert(.plugin(step, place), at: index)
        return index
    }

    /// The indices of a list in numbering order: elements from the file, then those added by options, so that adding a
    /// transform does not renumber the others.
    private static func numbering(of items: [StyleNode]) -> [Int] {
        let isWritten = items.map { if case .file = $0.place { true } else { false } }
        return items.indices.filter { isWritten[$0] } + items.indices.filter { !isWritten[$0] }
    }

    private func setInPlugin(
        _ value: ParameterValue, in node: inout StyleNode, _ family: PluginFamily, _ section: StyleSection?,
        _ trail: Trail
    ) throws(StyleError) {
        guard let key = trail.next else {
            let own = node.kind.flatMap { catalog.plugin($0, family) }?.parameters.map(\.key) ?? []
            let keys = own + (section?.keys.map(\.name) ?? [])
            throw error("'\(trail.path)' is a plugin: add one of its keys, \(names(keys))")
        }
        let parameters = node.kind.flatMap { catalog.plugin($0, family) }?.parameters ?? []
        let isOwn = parameters.contains { $0.key == key }
        try node.editPlugin { body throws(StyleError) in
            if let section, !isOwn { return try set(value, in: &body, section, trail) }
            guard trail.isLast else { throw error("'\(trail.advanced().path)' is a single value, nothing can follow") }
            try requireEntries(body, trail.path)
            body.set(key, to: .word(value, place))
        }
    }

    private func requireEntries(_ node: StyleNode, _ name: String) throws(StyleError) {
        switch node.content {
        case .null, .entries: return
        case .word, .list:
            throw StyleError(place: node.place, reason: "\(name): expected 'key: value' pairs here")
        }
    }

    // MARK: Text

    /// Splits a path at dots; text in double quotes is a single step.
    private static func split(_ path: String) -> [String] {
        var steps = [""]
        var isQuoted = false
        for character in path {
            switch character {
            case "\"": isQuoted.toggle()
            case "." where !isQuoted: steps.append("")
            default: steps[steps.count - 1].append(character)
            }
        }
        return steps
    }

    private func error(_ reason: String) -> StyleError { StyleError(place: place, reason: reason) }

    private func unknown(_ what: String, _ name: String, allowed: [String], alike: [String] = []) -> StyleError {
        error(
            "unknown \(what) '\(name)'" + Suggestion.phrase(for: name, among: allowed + alike) + "; allowed: "
                + allowed.joined(separator: ", "))
    }

    /// Joins words as "a, b or c".
    private func names(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}
