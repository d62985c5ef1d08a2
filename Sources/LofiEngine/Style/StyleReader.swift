import LofiDSP
import LofiPlugin
import LofiScore

/// Validates a style; errors give the line, the allowed values and the nearest name.
package struct StyleReader {
    let file: String
    let catalog: Catalog
    /// Source location of text that does not come from a file.
    var origin: SourcePlace?

    package init(file: String, catalog: Catalog, origin: SourcePlace? = nil) {
        (self.file, self.catalog, self.origin) = (file, catalog, origin)
    }

    package func read(_ yaml: String) throws(StyleError) -> Style {
        try StyleDocument(yaml, file: file, catalog: catalog).style()
    }

    func read(_ document: StyleDocument) throws(StyleError) -> Style {
        let top = try section(document.root, .style)
        var style = Style(
            document: document, name: top.text("name") ?? defaultName, summary: top.text("summary") ?? "",
            extreme: top.text("extreme"), master: try readMaster(top["master"], document.root.place),
            soundFont: top.text("soundfont"))
        style.tags = (top.text("tags") ?? "").split(separator: ",").map { StyleName.normal($0) }
        if let text = top.text("meter"), let place = top["meter"]?.place {
            guard MeterMap.Meter(text) != nil else { throw Style.MeterSetting.unknown(text, place) }
            style.meter = Style.MeterSetting(text: text, place: place)
        }
        style.generator = try single(top["generator"], .generator)
        style.synthesizer = try single(top["synthesizer"], .synthesizer)
        style.transforms = try list(top["score"]).map { node throws(StyleError) in try plugin(node, [.transform]).use }
        try readParts(top["parts"], into: &style)
        style.layers = try list(top["layers"]).map { node throws(StyleError) in try readLayer(node) }
        for entry in try entries(top["buses"], of: "buses") { style.buses.append(try readBus(entry)) }
        try checkNames(style)
        try StyleLimits.check(style)
        return style
    }

    private var defaultName: String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        return name.hasSuffix(".yaml") ? String(name.dropLast(5)) : name
    }

    // MARK: Sections

    private func readParts(_ node: StyleNode?, into style: inout Style) throws(StyleError) {
        for entry in try entries(node, of: "parts") {
            guard let role = Role(rawValue: entry.key) else {
                let strip = try readStrip(entry.value, role: nil, place: entry.place)
                style.partStrips.append(Style.PartStrip(name: entry.key, strip: strip))
                continue
            }
            style.strips[role] = try readStrip(entry.value, role: role, place: entry.place)
        }
    }

    private func readStrip(_ node: StyleNode, role: Role?, place: SourcePlace) throws(StyleError) -> Style.Strip {
        let body = try section(node, .strip(for: role))
        let settings = try body.settings()
        return Style.Strip(
            instrument: InstrumentChoice(settings.text("instrument")) ?? .asWritten,
            level: role == nil && body["level"] == nil ? nil : settings.number("level"),
            pan: settings.number("pan"), bus: body.text("bus"),
            synthesizer: try single(body["synthesizer"], .synthesizer), effects: try effects(body),
            sends: try sends(body), place: place, outputPlace: body["bus"]?.place ?? place)
    }

    private func readLayer(_ node: StyleNode) throws(StyleError) -> Style.Layer {
        let (use, body) = try plugin(node, [.layer], with: .layer)
        return Style.Layer(
            use: use, bus: body.text("bus"), effects: try effects(body), sends: try sends(body),
            outputPlace: body["bus"]?.place ?? use.place)
    }

    private func readBus(_ entry: StyleNode.Entry) throws(StyleError) -> Style.Bus {
        let body = try section(entry.value, .bus)
        return Style.Bus(
            name: entry.key, effects: try effects(body), sends: try sends(body), output: body.text("to"),
            place: entry.place, outputPlace: body["to"]?.place ?? entry.place)
    }

    private func readMaster(_ node: StyleNode?, _ fallback: SourcePlace) throws(StyleError) -> Style.Master {
        let body = try section(node ?? .null(fallback), .master)
        return Style.Master(settings: try body.settings(), effects: try effects(body), place: node?.place ?? fallback)
    }

    private func single(_ node: StyleNode?, _ family: PluginFamily) throws(StyleError) -> Style.PluginUse? {
        guard let node, !node.isNull else { return nil }
        return try plugin(node, [family]).use
    }

    private func effects(_ body: SectionBody) throws(StyleError) -> [Style.PluginUse] {
        try list(body["effects"]).map { node throws(StyleError) in try plugin(node, [.effect]).use }
    }

    private func sends(_ body: SectionBody) throws(StyleError) -> [Style.Send] {
        try entries(body["send"], of: "send").map { entry throws(StyleError) in
            guard case .word(.number(let amount), _) = entry.value.content, (0...1).contains(amount) else {
                throw StyleError(
                    place: entry.value.place, reason: "send to '\(entry.key)' must be a number, 0…1")
            }
            return Style.Send(bus: entry.key, amount: amount, place: entry.place)
        }
    }

    /// Checks that names are unique: sends and side-chains refer to strips and buses alike.
    private func checkNames(_ style: Style) throws(StyleError) {
        var taken = Set(Role.allCases.map(\.rawValue) + [GraphPlan.master])
        for (name, place) in style.partStrips.map({ ($0.name, $0.strip.place) })
            + style.buses.map({ ($0.name, $0.place) })
        where !taken.insert(name).inserted {
            throw StyleError(
                place: place, reason: "the name '\(name)' is taken: roles, named parts and buses need different names")
        }
    }

    // MARK: Plugins

    /// Reads one effect or layer of a chain from YAML.
    func readUse(_ yaml: String) throws(StyleError) -> Style.PluginUse {
        guard let root = try StyleNode.read(yaml, file: file, origin: origin) else {
            throw StyleError(place: origin ?? .file(file, line: 1), reason: "expected the name of an effect or a layer")
        }
        return try plugin(root, [.effect, .layer]).use
    }

    /// Reads a plugin of one of the families, and the common keys that the section adds.
    private func plugin(
        _ node: StyleNode, _ families: [PluginFamily], with section: StyleSection? = nil
    ) throws(StyleError) -> (use: Style.PluginUse, body: SectionBody) {
        let what = families.map(\.noun).joined(separator: " or ")
        guard let kind = node.kind else {
            let example = families.first.flatMap { catalog.plugins($0).first?.kind } ?? "name"
            throw StyleError(place: node.place, reason: "write one \(what) per entry, such as '- \(example): {…}'")
        }
        let place = node.entries.first?.place ?? node.place
        guard let type = families.lazy.compactMap({ catalog.plugin(kind, $0) }).first else {
            let kinds = families.flatMap { catalog.plugins($0).map { $0.kind } }
            throw unknown(kind, place, what, among: kinds)
        }
        var (own, others) = ([StyleNode.Entry](), [StyleNode.Entry]())
        for entry in try entries(node[kind], of: kind) {
            if section?[entry.key] == nil { own.append(entry) } else { others.append(entry) }
        }
        let body = try body(of: section ?? StyleSection(kind, []), others, place)
        let given = try values(own, of: kind, among: type.parameters)
        let settings: Settings
        do { settings = try Settings(given.mapValues(\.value), for: type.parameters) } catch {
            throw StyleError(
                place: given[error.key]?.place ?? place,
                reason: "\(kind): " + error.description(others: section?.keys.map(\.name) ?? []))
        }
        for parameter in type.parameters where parameter.domain == .audioFile && settings.text(parameter.key).isEmpty {
            throw StyleError(
                place: place, reason: "\(kind) needs an audio file: '\(parameter.key): path/to/sound.wav'")
        }
        let use = Style.PluginUse(
            kind: kind, settings: settings, place: place, given: given.mapValues(\.value),
            places: given.mapValues(\.place))
        return (use, body)
    }
}

extension SettingsError {
    /// The description, including further keys that are allowed in the same section.
    fileprivate func description(others: [String]) -> String {
        guard case .unknownKey(let key, let known) = self else { return description }
        return SettingsError.unknownKey(key, known: known + others).description
    }
}
