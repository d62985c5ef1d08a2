/// Every plugin that a style can name, by kind.
///
/// Another package adds its own: `Catalog.standard.adding(MyEffect.self)`.
public struct Catalog: Sendable {
    public private(set) var generators: [any ScoreGenerator.Type]
    public private(set) var transforms: [any ScoreTransform.Type]
    public private(set) var effects: [any AudioEffect.Type]
    public private(set) var layers: [any NoiseLayer.Type]

    package init(
        generators: [any ScoreGenerator.Type], transforms: [any ScoreTransform.Type], effects: [any AudioEffect.Type],
        layers: [any NoiseLayer.Type]
    ) {
        (self.generators, self.transforms) = (generators, transforms)
        (self.effects, self.layers) = (effects, layers)
    }

    /// The catalogue with one more generator. A kind that is known already is replaced.
    public func adding(_ generator: any ScoreGenerator.Type) -> Catalog {
        var catalog = self
        catalog.generators.removeAll { $0.kind == generator.kind }
        catalog.generators.append(generator)
        return catalog
    }

    /// The catalogue with one more effect. A kind that is known already is replaced.
    public func adding(_ effect: any AudioEffect.Type) -> Catalog {
        var catalog = self
        catalog.effects.removeAll { $0.kind == effect.kind }
        catalog.effects.append(effect)
        return catalog
    }

    /// The catalogue with one more noise layer. A kind that is known already is replaced.
    public func adding(_ layer: any NoiseLayer.Type) -> Catalog {
        var catalog = self
        catalog.layers.removeAll { $0.kind == layer.kind }
        catalog.layers.append(layer)
        return catalog
    }

    /// The catalogue with one more score transform. A kind that is known already is replaced.
    public func adding(_ transform: any ScoreTransform.Type) -> Catalog {
        var catalog = self
        catalog.transforms.removeAll { $0.kind == transform.kind }
        catalog.transforms.append(transform)
        return catalog
    }

    package func generator(_ kind: String) -> (any ScoreGenerator.Type)? { generators.first { $0.kind == kind } }

    /// The one for songs of which nothing else is said; of several that declare it, the last added.
    package var defaultGenerator: (any ScoreGenerator.Type)? { generators.last { $0.isDefault } }

    /// The one that plays model files of a kind.
    package func generator(playing modelKind: String) -> (any ScoreGenerator.Type)? {
        generators.last { $0.modelKind == modelKind }
    }

    /// The one whose parameters include an option of the command line.
    package func generator(offering option: String) -> (any ScoreGenerator.Type)? {
        generators.last { $0.parameters.contains { $0.option == option } }
    }

    package func transform(_ kind: String) -> (any ScoreTransform.Type)? { transforms.first { $0.kind == kind } }
    package func effect(_ kind: String) -> (any AudioEffect.Type)? { effects.first { $0.kind == kind } }
    package func layer(_ kind: String) -> (any NoiseLayer.Type)? { layers.first { $0.kind == kind } }
}
