import LofiPlugin
import LofiScore
import Yams

/// Reads a style from YAML; what is not known is refused with its line, what is allowed, and the nearest name.
package struct StyleReader {
    let file: String
    let catalog: Catalog
    /// Where the text was written, if not in a file.
    var origin: SourcePlace?

    package init(file: String, catalog: Catalog, origin: SourcePlace? = nil) {
        (self.file, self.catalog, self.origin) = (file, catalog, origin)
    }

    package func read(_ yaml: String) throws(StyleError) -> Style {
        guard let root = try compose(yaml) else {
            throw StyleError(place: .file(file, line: 1), reason: "the style is empty")
        }
        let top = try section(
            root, name: "a style",
            allowed: [
                "name", "summary", "extreme", "soundfont", "meter", "generator", "score", "parts", "layers", "buses",
                "master",
            ])
        var style = Style(
            name: try text(top["name"]) ?? defaultName, summary: try text(top["summary"]) ?? "",
            extreme: try text(top["extreme"]), transforms: [],
            strips: [:], layers: [], buses: [],
            master: try readMaster(top["master"], place: place(root)), soundFont: try text(top["soundfont"]))
        if let node = top["meter"], let text = try text(node) {
            style.meter = Style.MeterSetting(text: text, place: place(node))
            guard MeterMap.Meter(text) != nil else { throw Style.MeterSetting.unknown(text, place(node)) }
        }
        if let node = top["generator"] {
            style.generator = try plugin(
                node, kinds: catalog.generators.map { ($0.kind, $0.parameters) }, of: "generator")
        }
        style.transforms = try list(top["score"]).map { node throws(StyleError) in
            try plugin(node, kinds: catalog.transforms.map { ($0.kind, $0.parameters) }, of: "score transform")
        }
        for (key, node) in try entries(top["parts"], name: "parts") {
            guard let role = Role(rawValue: key.text) else {
                throw unknown(key, "part", among: Role.allCases.map(\.rawValue))
            }
            style.strips[role] = try readStrip(node, role: role)
        }
        style.layers = try list(top["layers"]).map { node throws(StyleError) in try readLayer(node) }
        for (key, node) in try entries(top["buses"], name: "buses") {
            style.buses.append(try readBus(node, name: key))
        }
        try StyleLimits.check(style)
        return style
    }

    private func compose(_ yaml: String) throws(StyleError) -> Node? {
        try StyleLimits.check(text: yaml, origin ?? .file(file, line: 1))
        // No tags are asked for, so none need be found.
        do { return try Yams.compose(yaml: yaml, .basic) } catch { throw yamlError(error) }
    }

    private var defaultName: String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        return name.hasSuffix(".yaml") ? String(name.dropLast(5)) : name
    }

    // MARK: Sections

    private func readStrip(_ node: Node, role: Role) throws(StyleError) -> Style.Strip {
        let parameters = Style.stripParameters(for: role)
        let keys = try section(node, name: "a part", allowed: parameters.map(\.key) + ["effects", "send"])
        let given = try values(keys, among: parameters)
        return Style.Strip(
            settings: try settings(given, parameters, node), effects: try effects(keys["effects"]),
            sends: try sends(keys["send"]), place: place(node), given: given.mapValues(\.value))
    }

    private func readLayer(_ node: Node) throws(StyleError) -> Style.Layer {
        var bus: String?
        let bussed = catalog.layers.map { ($0.kind, $0.parameters + [Self.busParameter]) }
        var use = try plugin(node, kinds: bussed, of: "layer")
        if case .text(let name)? = use.given.removeValue(forKey: "bus"), !name.isEmpty { bus = name }
        if let type = catalog.layer(use.kind) { use.settings = try settings(use.given, type.parameters, use.place) }
        return Style.Layer(use: use, bus: bus)
    }

    private static let busParameter = Parameter.text("bus", default: "", "where it goes")

    private func readBus(_ node: Node, name: Key) throws(StyleError) -> Style.Bus {
        let keys = try section(node, name: "a bus", allowed: ["effects", "send", "to"])
        if name.text == "master" || Role(rawValue: name.text) != nil {
            throw StyleError(place: name.place, reason: "a bus cannot be called \(name.text): that name is taken")
        }
        return Style.Bus(
            name: name.text, effects: try effects(keys["effects"]), sends: try sends(keys["send"]),
            output: try text(keys["to"]), place: name.place)
    }

    private func readMaster(_ node: Node?, place fallback: SourcePlace) throws(StyleError) -> Style.Master {
        guard let node else {
            return Style.Master(
                settings: try settings([:], Style.masterParameters, fallback), place: fallback, given: [:])
        }
        let parameters = Style.masterParameters
        let keys = try section(node, name: "the master", allowed: parameters.map(\.key) + ["effects"])
        let given = try values(keys, among: parameters)
        return Style.Master(
            settings: try settings(given, parameters, node), effects: try effects(keys["effects"]),
            place: place(node), given: given.mapValues(\.value))
    }

    private func effects(_ node: Node?) throws(StyleError) -> [Style.PluginUse] {
        let kinds = catalog.effects.map { ($0.kind, $0.parameters) }
        return try list(node).map { node throws(StyleError) in try plugin(node, kinds: kinds, of: "effect") }
    }

    private func sends(_ node: Node?) throws(StyleError) -> [Style.Send] {
        try entries(node, name: "send").map { key, node throws(StyleError) in
            guard case .number(let amount)? = scalar(node), (0...1).contains(amount) else {
                throw StyleError(place: place(node), reason: "send to '\(key.text)' must be a number, 0…1")
            }
            return Style.Send(bus: key.text, amount: amount, place: key.place)
        }
    }

    // MARK: Plugins

    /// Reads one effect or layer.
    func readUse(_ yaml: String) throws(StyleError) -> Style.PluginUse {
        guard let root = try compose(yaml) else {
            throw StyleError(place: origin ?? .file(file, line: 1), reason: "an effect's name is expected")
        }
        let kinds = catalog.effects.map { ($0.kind, $0.parameters) } + catalog.layers.map { ($0.kind, $0.parameters) }
        return try plugin(root, kinds: kinds, of: "effect or layer")
    }

    /// `kind: {settings}`, `kind:` or only `kind`.
    private func plugin(
        _ node: Node, kinds: [(kind: String, parameters: [Parameter])], of what: String
    ) throws(StyleError) -> Style.PluginUse {
        let key: Key
        var body: Node?
        if case .mapping(let mapping) = node {
            guard mapping.count == 1, let first = mapping.first, let name = first.key.string else {
                throw StyleError(
                    place: place(node), reason: "one \(what) an entry, such as '- \(kinds.first?.kind ?? "name"): {…}'")
            }
            key = Key(text: name, place: place(first.key))
            body = isNull(first.value) ? nil : first.value
        } else if case .scalar(let scalar) = node {
            key = Key(text: scalar.string, place: place(node))
        } else {
            throw StyleError(place: place(node), reason: "a \(what) is expected here")
        }
        guard let known = kinds.first(where: { $0.kind == key.text }) else {
            throw unknown(key, what, among: kinds.map(\.kind))
        }
        var given: [String: Written] = [:]
        for (name, node) in try entries(body, name: key.text) {
            guard let value = scalar(node) else {
                throw StyleError(place: place(node), reason: "'\(name.text)' of \(key.text) must be one value")
            }
            let parameter = known.parameters.first { $0.key == name.text }
            given[name.text] = Written(value: parameter.map { beside(value, $0) } ?? value, place: name.place)
        }
        let settings = try settings(given, known.parameters, key.place, of: key.text)
        for parameter in known.parameters where parameter.domain == .audioFile && settings.text(parameter.key).isEmpty {
            throw StyleError(
                place: key.place, reason: "\(key.text) needs an audio file: '\(parameter.key): path/to/sound.wav'")
        }
        return Style.PluginUse(kind: key.text, settings: settings, place: key.place, given: given.mapValues(\.value))
    }
}

extension ParameterValue {
    /// The value as YAML reads it: a quoted one is text, a plain one may be a number or yes and no.
    init(yaml scalar: Node.Scalar) {
        let node = Node.scalar(scalar)
        if scalar.style != .plain {
            self = .text(scalar.string)
        } else if let number = node.float {
            self = .number(number)
        } else if let flag = node.bool {
            self = .flag(flag)
        } else {
            self = .text(scalar.string)
        }
    }

    /// The value of a word on the command line, read as YAML would read it.
    public init(word: String) { self.init(yaml: Node.Scalar(word, .implicit, .plain)) }
}
