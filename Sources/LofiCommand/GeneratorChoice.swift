import LofiEngine
import LofiGenerate
import LofiPlugin
import LofiScore

/// A configured generator, chosen from the options, the style and the catalogue, in that order.
struct GeneratorChoice {
    let generator: any ScoreGenerator
    let kind: String
    /// One line for each setting that has no effect.
    private let notes: [String]

    /// - Parameters:
    ///   - kind: the generator's kind, if one was given.
    ///   - style: the style's generator and settings, used as defaults for whatever is not typed.
    ///   - asked: request fields that were given as options.
    /// - Throws: `Failure` for options that are mutually exclusive or unknown to the generator; `GenerationError`.
    init(
        kind: String?, typed: TypedSettings, style: Style.PluginUse? = nil, asked: Set<GenerationRequest.Wish>,
        in catalog: Catalog = LofiRenderCommand.catalog
    ) throws {
        let (type, typed) = try Self.type(kind, typed, style, catalog)
        let values = try typed.values(
            for: .init(kind: type.kind, parameters: type.parameters), others: catalog.generatorSettings)
        notes = try Self.checked(type, typed, given: Set(values.keys).union(asked.map(\.rawValue)))
        var settings = style.flatMap { $0.kind == type.kind ? $0.given : nil } ?? [:]
        for case .belongs(let key, let owner) in type.rules where values[owner] != nil { settings[key] = nil }
        generator = try type.init(settings: Settings(settings.merging(values) { $1 }, for: type.parameters))
        self.kind = type.kind
    }

    /// - Parameter say: receives one line for each request that could not be followed exactly.
    func song(_ request: GenerationRequest, say: (String) -> Void) throws -> Score {
        for note in notes + generator.remarks(on: request) { say("note: \(note)") }
        var random = RandomStream(seed: request.seed, place: "generator/\(kind)")
        return try generator.generate(request, random: &random)
    }

    /// The generator's type and the settings typed for it.
    private static func type(
        _ kind: String?, _ typed: TypedSettings, _ style: Style.PluginUse?, _ catalog: Catalog
    ) throws -> (any ScoreGenerator.Type, TypedSettings) {
        if typed[option: "generator"] != nil, typed[option: "model"] != nil {
            throw Failure(message: "--model and --generator: choose one", exitCode: Failure.usage)
        }
        if let kind { return (try named(kind, catalog), typed) }
        if typed[option: "generator"] != nil, let type = catalog.generator(offering: "generator") {
            return (type, typed)
        }
        if let model = typed[option: "model"] {
            if let type = catalog.generator(model), type.modelKind == nil {
                return (type, typed.without(option: "model"))
            }
            let modelKind = try ModelLibrary.kind(model, among: catalog.generators.compactMap { $0.modelKind })
            if let type = catalog.generator(playing: modelKind) { return (type, typed) }
        }
        if let style { return (try named(style.kind, catalog), typed) }
        guard let type = catalog.defaultGenerator else {
            throw Failure(message: "name a generator: \(known(catalog))", exitCode: Failure.usage)
        }
        return (type, typed)
    }

    private static func named(_ kind: String, _ catalog: Catalog) throws -> any ScoreGenerator.Type {
        if let type = catalog.generator(kind) { return type }
        let suggestion = Suggestion.phrase(for: kind, among: catalog.generators.map { $0.kind })
        throw Failure(
            message: "no generator is called '\(kind)'\(suggestion); available: \(known(catalog))",
            exitCode: Failure.usage)
    }

    private static func known(_ catalog: Catalog) -> String {
        catalog.generators.map { $0.kind }.joined(separator: ", ")
    }

    /// - Returns: one line for each setting that has no effect.
    private static func checked(
        _ type: any ScoreGenerator.Type, _ typed: TypedSettings, given: Set<String>
    ) throws -> [String] {
        func name(_ key: String) -> String { typed.name(of: key, among: type.parameters) }
        switch type.rules.broken(by: given) {
        case .excludes(let one, let other, let reason):
            throw Failure(message: "\(name(one)) and \(name(other)): \(reason)", exitCode: Failure.usage)
        case .needs(let one, let other):
            throw Failure(message: "\(name(one)) needs \(name(other))", exitCode: Failure.usage)
        case .overrides, .belongs, nil: break
        }
        return type.rules.compactMap { rule in
            guard case .overrides(let one, let other, let reason) = rule, given.isSuperset(of: [one, other]) else {
                return nil
            }
            return "\(name(other)) is ignored with \(name(one)): \(reason)"
        }
    }
}
