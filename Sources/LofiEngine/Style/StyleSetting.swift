import LofiPlugin
import LofiScore

extension Style {
    /// The style with one key changed, as `--set path=value` asks.
    ///
    /// Paths: `drums.fills-every` (a score transform; added where the style has none of the kind),
    /// `parts.chords.level`, `parts.chords.low-pass.cutoff`, `layers.vinyl.crackle`, `buses.room.reverb.time`,
    /// `master.loudness`, `master.tape.drive`, `soundfont`.
    /// - Throws: `StyleError` that names `option` as the place.
    public func setting(
        _ path: String, to value: ParameterValue, catalog: Catalog, option: String
    ) throws(StyleError) -> Style {
        var style = self
        let place = SourcePlace.commandLine(option)
        var steps = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let roots = ["parts", "layers", "buses", "master", "score", "soundfont", "meter"]
        guard let root = steps.first, roots.contains(root) else {
            try style.setTransform(steps, to: value, catalog: catalog, option: option)
            return style
        }
        steps.removeFirst()
        switch root {
        case "soundfont": style.soundFont = value.description
        case "meter":
            guard MeterMap.Meter(value.description) != nil else { throw MeterSetting.unknown(value.description, place) }
            style.meter = MeterSetting(text: value.description, place: place)
        case "score": try style.setTransform(steps, to: value, catalog: catalog, option: option)
        case "master":
            if steps.count == 1 {
                try style.master.set(steps[0], to: value, among: Style.masterParameters, place)
            } else {
                try Self.change(&style.master.effects, steps, value, catalog, place)
            }
        case "parts":
            guard let name = steps.first, let role = Role(rawValue: name) else {
                throw Self.unknown(steps.first ?? "", "part", Role.allCases.map(\.rawValue), place)
            }
            steps.removeFirst()
            var strip = try style.strip(for: role)
            if steps.count == 1 {
                try strip.set(steps[0], to: value, among: Style.stripParameters(for: role), place)
            } else {
                try Self.change(&strip.effects, steps, value, catalog, place)
            }
            style.strips[role] = strip
        case "layers":
            guard let index = style.layers.firstIndex(where: { $0.use.kind == steps.first }),
                let type = catalog.layer(style.layers[index].use.kind)
            else { throw Self.unknown(steps.first ?? "", "layer of this style", style.layers.map(\.use.kind), place) }
            guard steps.count == 2 else {
                throw StyleError(place: place, reason: "write it as layers.\(type.kind).KEY")
            }
            try style.layers[index].use.set(steps[1], to: value, among: type.parameters, place)
        default:
            guard let index = style.buses.firstIndex(where: { $0.name == steps.first }) else {
                throw Self.unknown(steps.first ?? "", "bus of this style", style.buses.map(\.name), place)
            }
            try Self.change(&style.buses[index].effects, Array(steps.dropFirst()), value, catalog, place)
        }
        return style
    }

    private mutating func setTransform(
        _ steps: [String], to value: ParameterValue, catalog: Catalog, option: String
    ) throws(StyleError) {
        let place = SourcePlace.commandLine(option)
        let kind = steps.first ?? ""
        guard let type = catalog.transform(kind) else {
            let known =
                catalog.transforms.map { $0.kind } + ["parts", "layers", "buses", "master", "soundfont", "meter"]
            throw Self.unknown(kind, "setting", known, place)
        }
        guard steps.count == 2 else { throw StyleError(place: place, reason: "write it as \(kind).KEY") }
        let parameters = type.parameters
        if let index = transforms.firstIndex(where: { $0.kind == kind }) {
            try transforms[index].set(steps[1], to: value, among: parameters, place)
            return
        }
        let given = [steps[1]: value]
        let settings = try Style.checked(given, parameters, place)
        transforms.insert(
            PluginUse(kind: kind, settings: settings, place: place, given: given),
            at: catalog.place(of: kind, among: transforms))
    }

    private static func change(
        _ effects: inout [PluginUse], _ steps: [String], _ value: ParameterValue, _ catalog: Catalog,
        _ place: SourcePlace
    ) throws(StyleError) {
        guard let index = effects.firstIndex(where: { $0.kind == steps.first }),
            let type = catalog.effect(effects[index].kind)
        else { throw Self.unknown(steps.first ?? "", "effect there", effects.map(\.kind), place) }
        guard steps.count == 2 else { throw StyleError(place: place, reason: "name one key of \(type.kind)") }
        try effects[index].set(steps[1], to: value, among: type.parameters, place)
    }

    private static func unknown(_ name: String, _ what: String, _ allowed: [String], _ place: SourcePlace) -> StyleError
    {
        StyleError(
            place: place,
            reason: "no \(what) '\(name)'" + Suggestion.phrase(for: name, among: allowed)
                + (allowed.isEmpty ? "" : "; there are: " + allowed.joined(separator: ", ")))
    }

    static func checked(
        _ given: [String: ParameterValue], _ parameters: [Parameter], _ place: SourcePlace
    ) throws(StyleError) -> Settings {
        do { return try Settings(given, for: parameters) } catch {
            throw StyleError(place: place, reason: error.description)
        }
    }
}

/// What holds settings, with what was written for them.
protocol Adjustable {
    var settings: Settings { get set }
    var given: [String: ParameterValue] { get set }
}

extension Style.PluginUse: Adjustable {}
extension Style.Strip: Adjustable {}
extension Style.Master: Adjustable {}

extension Adjustable {
    mutating func set(
        _ key: String, to value: ParameterValue, among parameters: [Parameter], _ place: SourcePlace
    ) throws(StyleError) {
        var written = given
        written[key] = value
        settings = try Style.checked(written, parameters, place)
        given = written
    }
}

extension Style {
    /// The strip of a role; what the style does not mention has the defaults.
    func strip(for role: Role) throws(StyleError) -> Strip {
        if let strip = strips[role] { return strip }
        let place = master.place
        return Strip(
            settings: try Style.checked([:], Style.stripParameters(for: role), place), place: place, given: [:])
    }
}
