/// The families of plugins, each with its own section in styles and listings.
package enum PluginFamily: CaseIterable, Sendable {
    case generator, transform, synthesizer, effect, layer

    /// The term for one of them in a message.
    package var noun: String {
        switch self {
        case .generator: "generator"
        case .transform: "score transform"
        case .synthesizer: "synthesizer"
        case .effect: "effect"
        case .layer: "layer"
        }
    }
}

extension Catalog {
    package func plugins(_ family: PluginFamily) -> [any Plugin.Type] {
        switch family {
        case .generator: generators
        case .transform: transforms
        case .synthesizer: synthesizers
        case .effect: effects
        case .layer: layers
        }
    }

    package func plugin(_ kind: String, _ family: PluginFamily) -> (any Plugin.Type)? {
        plugins(family).first { $0.kind == kind }
    }
}
