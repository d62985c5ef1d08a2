/// Every plugin that a style can name, by kind.
///
/// Another package adds its own: `Catalog.standard.adding(MyEffect.self)`.
public struct Catalog: Sendable {
    /// Generators, in the order of listings.
    public private(set) var generators: [any ScoreGenerator.Type]
    /// Score transforms, in the order in which a style usually applies them.
    public private(set) var transforms: [any ScoreTransform.Type]
    /// Synthesizers; the first one plays parts for which a style names none.
    public private(set) var synthesizers: [any Synthesizer.Type]
    /// Effects, in the order of listings.
    public private(set) var effects: [any AudioEffect.Type]
    /// Noise layers, in the order of listings.
    public private(set) var layers: [any NoiseLayer.Type]

    package init(
        generators: [any ScoreGenerator.Type], transforms: [any ScoreTransform.Type],
        synthesizers: [any Synthesizer.Type], effects: [any AudioEffect.Type], layers: [any NoiseLayer.Type]
    ) {
        (self.generators, self.transforms, self.synthesizers) = (generators, transforms, synthesizers)
        (self.effects, self.layers) = (effects, layers)
    }

    /// The catalogue with one more generator. A plugin of the same kind is replaced.
    public func adding(_ generator: any ScoreGenerator.Type) -> Catalog { adding(generator, to: \.generators) }

    /// The catalogue with one more score transform. A plugin of the same kind is replaced.
    public func adding(_ transform: any ScoreTransform.Type) -> Catalog { adding(transform, to: \.transforms) }

    /// The catalogue with one more synthesizer. A plugin of the same kind is replaced.
    public func adding(_ synthesizer: any Synthesizer.Type) -> Catalog { adding(synthesizer, to: \.synthesizers) }

    /// The catalogue with one more effect. A plugin of the same kind is replaced.
    public func adding(_ effect: any AudioEffect.Type) -> Catalog { adding(effect, to: \.effects) }

    /// The catalogue with one more noise layer. A plugin of the same kind is replaced.
    public func adding(_ layer: any NoiseLayer.Type) -> Catalog { adding(layer, to: \.layers) }

    private func adding<Kind>(_ plugin: Kind, to kinds: WritableKeyPath<Catalog, [Kind]>) -> Catalog {
        func name(_ plugin: Kind) -> String? { (plugin as? any Plugin.Type)?.kind }
        var catalog = self
        catalog[keyPath: kinds].removeAll { name($0) == name(plugin) }
        catalog[keyPath: kinds].append(plugin)
        return catalog
    }

    package func generator(_ kind: String) -> (any ScoreGenerator.Type)? { generators.first { $0.kind == kind } }

    /// The default generator; if several declare themselves so, the last added.
    package var defaultGenerator: (any ScoreGenerator.Type)? { generators.last { $0.isDefault } }

    /// The generator for model files of a kind.
    package func generator(playing modelKind: String) -> (any ScoreGenerator.Type)? {
        generators.last { $0.modelKind == modelKind }
    }

    /// The generator that declares a command-line option.
    package func generator(offering option: String) -> (any ScoreGenerator.Type)? {
        generators.last { $0.parameters.contains { $0.option == option } }
    }

    package func transform(_ kind: String) -> (any ScoreTransform.Type)? { transforms.first { $0.kind == kind } }
    package func synthesizer(_ kind: String) -> (any Synthesizer.Type)? { synthesizers.first { $0.kind == kind } }
    package func effect(_ kind: String) -> (any AudioEffect.Type)? { effects.first { $0.kind == kind } }
    package func layer(_ kind: String) -> (any NoiseLayer.Type)? { layers.first { $0.kind == kind } }
}
