import LofiArrange
import LofiCore
import LofiDSP
import LofiGenerate

/// Every plugin that a style can name, by kind.
///
/// Another package adds its own: `Catalog.standard.adding(MyEffect.self)`.
public struct Catalog: Sendable {
    public private(set) var generators: [any ScoreGenerator.Type]
    public private(set) var transforms: [any ScoreTransform.Type]
    public private(set) var effects: [any AudioEffect.Type]
    public private(set) var layers: [any NoiseLayer.Type]

    /// What lofi-render itself brings.
    public static let standard = Catalog(
        generators: standardGenerators, transforms: standardTransforms, effects: standardEffects,
        layers: standardNoiseLayers)

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

    /// Where a transform of a kind goes among those of a style: before the first that the catalogue names later, so that a song
    /// gets its length before its drums.
    func place(of kind: String, among uses: [Style.PluginUse]) -> Int {
        let order = transforms.map { $0.kind }
        let rank = order.firstIndex(of: kind) ?? order.count
        return uses.firstIndex { (order.firstIndex(of: $0.kind) ?? 0) > rank } ?? uses.count
    }

    func transform(_ kind: String) -> (any ScoreTransform.Type)? { transforms.first { $0.kind == kind } }
    func effect(_ kind: String) -> (any AudioEffect.Type)? { effects.first { $0.kind == kind } }
    func layer(_ kind: String) -> (any NoiseLayer.Type)? { layers.first { $0.kind == kind } }
}
