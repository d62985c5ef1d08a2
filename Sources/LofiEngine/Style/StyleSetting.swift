import LofiCore
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
        let roots = ["parts", "layers", "buses", "master", "score", "soundfont"]
        guard let root = steps.first, roots.contains(root) else {
            try style.setTransform(steps, to: value, catalog: catalog, place: place)
            return style
        }
        steps.removeFirst()
        switch root {
        case "soundfont": style.soundFont = value.description
        case "score": try style.setTransform(steps, to: value, catalog: catalog, place: place)
        case "master":
            if steps.count == 1 {
                try change(&style.master.given, &style.master.settings, Style.masterParameters, steps[0], value, place)
            } else {
                try change(&style.master.effects, steps, value, catalog, place)
            }
        case "parts":
            guard let name = steps.first, let role = Role(rawValue: name) else {
                throw unknown(steps.first ?? "", "part", Role.allCases.map(\.rawValue), place)
            }
            steps.removeFirst()
            var strip = try style.strips[role] ?? Style.Strip.standard(for: role)
            if steps.count == 1 {
                try change(&strip.given, &strip.settings, Style.stripParameters(for: role), steps[0], value, place)
            } else {
                try change(&strip.effects, steps, value, catalog, place)
            }
            style.strips[role] = strip
        case "layers":
            guard let index = style.layers.firstIndex(where: { $0.use.kind == steps.first }),
                let type = catalog.layer(style.layers[index].use.kind)
            else { throw unknown(steps.first ?? "", "layer of this style", style.layers.map(\.use.kind), place) }
            guard steps.count == 2 else { throw StyleError(place: place, reason: "write it as layers.\(type.kind).KEY") }
            try change(
                &style.layers[index].use.given, &style.layers[index].use.settings, type.parameters, steps[1], value, place)
        default:
            guard let index = style.buses.firstIndex(where: { $0.name == steps.first }) else {
                throw unknown(steps.first ?? "", "bus of this style", style.buses.map(\.name), place)
            }
            try change(&style.buses[index].effects, Array(steps.dropFirst()), value, catalog, place)
        }
        return style
    }

    private mutating func setTransform(
        _ steps: [String], to value: ParameterValue, catalog: Catalog, place: SourcePlace
    ) throws(StyleError) {
        guard let kind = steps.first, let type = catalog.transform(kind) else {
            let roots = ["parts", "layers", "buses", "master", "soundfont"]
            throw unknown(steps.first ?? "", "setting", catalog.transforms.map(\.kind) + roots, place)
        }
        guard steps.count == 2 else { throw StyleError(place: place, reason: "write it as \(kind).KEY") }
        if let index = transforms.firstIndex(where: { $0.kind == kind }) {
            try change(
                &transforms[index].given, &transforms[index].settings, type.parameters, steps[1], value, place)
        } else {
            var given: [String: ParameterValue] = [:]
            var settings = try Style.checked([:], type.parameters, place)
            try change(&given, &settings, type.parameters, steps[1], value, place)
            transforms.append(PluginUse(kind: kind, settings: settings, place: place, given: given))
        }
    }

    private func change(
        _ effects: inout [PluginUse], _ steps: [String], _ value: ParameterValue, _ catalog: Catalog,
        _ place: SourcePlace
    ) throws(StyleError) {
        guard let index = effects.firstIndex(where: { $0.kind == steps.first }),
            let type = catalog.effect(effects[index].kind)
        else { throw unknown(steps.first ?? "", "effect there", effects.map(\.kind), place) }
        guard steps.count == 2 else { throw StyleError(place: place, reason: "name one key of \(type.kind)") }
        try change(&effects[index].given, &effects[index].settings, type.parameters, steps[1], value, place)
    }

    private func change(
        _ given: inout [String: ParameterValue], _ settings: inout Settings, _ parameters: [Parameter], _ key: String,
        _ value: ParameterValue, _ place: SourcePlace
    ) throws(StyleError) {
        given[key] = value
        settings = try Style.checked(given, parameters, place)
    }

    private func unknown(_ name: String, _ what: String, _ allowed: [String], _ place: SourcePlace) -> StyleError {
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

extension Style.Strip {
    /// What a role gets that the style does not mention.
    static func standard(for role: Role) throws(StyleError) -> Style.Strip {
        let place = SourcePlace.commandLine("the standard strip")
        return Style.Strip(
            settings: try Style.checked([:], Style.stripParameters(for: role), place), place: place, given: [:])
    }
}
