import LofiPlugin
import LofiScore

/// Applies one move of a knob to a style.
struct KnobTurn {
    let move: Knob.Move
    /// Fraction of the knob's travel, 0…1.
    let share: Double
    let catalog: Catalog
    let place: SourcePlace

    private var isOff: Bool { share == 0 }

    func apply(to root: inout StyleNode) throws(StyleError) {
        var lists = lists(in: root)
        if lists.isEmpty, let missing = move.missing {
            guard !isOff else { return }
            root.add(missing.placed(at: place))
            lists = self.lists(in: root)
        }
        for list in lists {
            root.edit(list.split(separator: ".").map(String.init)[...], place) { $0.editItems(turn) }
        }
        guard let send = move.send else { return }
        let buses = lists.compactMap { $0.split(separator: ".").dropFirst().first.map(String.init) }
        scaleSends(to: buses, largest: send.value(share), in: &root)
    }

    /// The lists to change: the first that the style has or, for `*`, those of all buses with such a plugin.
    private func lists(in root: StyleNode) -> [String] {
        for path in move.lists {
            let steps = path.split(separator: ".").map(String.init)
            if let star = steps.firstIndex(of: "*") {
                let names = root[steps[..<star]]?.entries.map(\.key) ?? []
                let all = names.map { name in steps.map { $0 == "*" ? name : $0 } }
                let found = all.filter { root[$0[...]]?.items.contains(where: isMeant) ?? false }
                if !found.isEmpty { return found.map { $0.joined(separator: ".") } }
            } else if steps.count < 3 || root[steps[..<2]] != nil {
                // The style and its master always exist; a bus may not.
                return [path]
            }
        }
        return []
    }

    private func isMeant(_ node: StyleNode) -> Bool { node.kind.map(move.kinds.contains) ?? false }

    private func turn(_ items: inout [StyleNode]) {
        if isOff, move.isRemovedAtZero { return items.removeAll(where: isMeant) }
        let index = items.firstIndex(where: isMeant) ?? items.count
        if index == items.count {
            items.append(.plugin(move.kinds[0], place))
            if let added = move.added?.placed(at: place) { items[index].editPlugin { $0.add(added) } }
        }
        let kind = items[index].kind ?? ""
        let parameters = PluginFamily.allCases.lazy.compactMap { catalog.plugin(kind, $0) }.first?.parameters ?? []
        items[index].editPlugin { body in
            for (key, curve) in move.settings {
                // Three decimals, as one would write by hand.
                var number = (curve.value(share) * 1000).rounded() / 1000
                // Clamp to the plugin's range: a small room cannot decay for as long as a plate.
                if case .number(let range, _)? = parameters.first(where: { $0.key == key })?.domain {
                    number = min(max(number, range.lowerBound), range.upperBound)
                }
                body.set(key, to: .number(number, place))
            }
        }
    }

    /// Scales all sends of the parts so that the largest reaches a value; without any send, adds one for the chords.
    private func scaleSends(to buses: [String], largest: Double, in root: inout StyleNode) {
        let parts = root["parts"]?.entries ?? []
        let loudest = parts.flatMap { amounts($0.value, to: buses).map(\.amount) }.max() ?? 0
        guard loudest > 0 else {
            guard let bus = buses.first else { return }
            return root.edit(["parts", Role.chords.rawValue, "send"], place) {
                $0.set(bus, to: .number(largest, place))
            }
        }
        for part in parts {
            for (bus, amount) in amounts(part.value, to: buses) {
                root.edit(["parts", part.key, "send"], place) {
                    $0.set(bus, to: .number(min(1, amount / loudest * largest), place))
                }
            }
        }
    }

    private func amounts(_ strip: StyleNode, to buses: [String]) -> [(bus: String, amount: Double)] {
        (strip["send"]?.entries ?? []).compactMap { entry in
            guard buses.contains(entry.key), case .word(.number(let amount), _) = entry.value.content else {
                return nil
            }
            return (entry.key, amount)
        }
    }
}

extension StyleNode {
    /// The node at the end of a path of keys.
    fileprivate subscript(path: ArraySlice<String>) -> StyleNode? {
        guard let key = path.first else { return self }
        return self[key]?[path.dropFirst()]
    }

    /// Changes the node at the end of a path of keys, adding missing keys.
    fileprivate mutating func edit(
        _ path: ArraySlice<String>, _ place: SourcePlace, _ change: (inout StyleNode) -> Void
    ) {
        guard let key = path.first else { return change(&self) }
        edit(key, place) { $0.edit(path.dropFirst(), place, change) }
    }

    /// A copy with one source location for all of its nodes.
    fileprivate func placed(at place: SourcePlace) -> StyleNode {
        switch content {
        case .null, .word: StyleNode(content: content, place: place)
        case .list(let items):
            StyleNode(content: .list(items.map { $0.placed(at: place) }), place: place)
        case .entries(let entries):
            StyleNode(
                content: .entries(
                    entries.map { Entry(key: $0.key, place: place, value: $0.value.placed(at: place)) }),
                place: place)
        }
    }
}
