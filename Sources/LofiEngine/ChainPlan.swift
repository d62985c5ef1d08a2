import LofiDSP
import LofiPlugin

/// Plans the render graph of one chain of effects and layers: a source named `Style.recordingStrip` and a bus for each run of effects.
///
///     input ─▶ chain 1: effects ─▶ chain 2: + layer, effects ─▶ … ─▶ master
///
/// Each layer starts a new bus, so that the effects after it process the layer too.
struct ChainPlan {
    private let uses: [Style.PluginUse]
    private let catalog: Catalog

    init(_ uses: [Style.PluginUse], catalog: Catalog) { (self.uses, self.catalog) = (uses, catalog) }

    /// The graph of the chain.
    /// - Parameter recording: the stem that is processed; nil for silence.
    func graph(recording: GraphPlan.StemUse?) -> GraphPlan {
        let stems = [recording].compactMap { $0 }
        var nodes: [GraphPlan.Node] = []
        var effects: [GraphPlan.EffectUse] = []
        var bus = 1
        func name(_ bus: Int) -> String { "chain \(bus)" }
        nodes.append(GraphPlan.Node(name: Style.recordingStrip, source: .stems(stems), output: name(bus)))
        for (index, use) in uses.enumerated() {
            // Random streams are named by kind alone, so that inserting a layer does not change those of the others.
            let twins = uses[..<index].count { $0.kind == use.kind }
            let stream = "process/\(use.kind)/\(twins)"
            if let type = catalog.effect(use.kind) {
                effects.append(GraphPlan.EffectUse(type: type, settings: use.settings, stream: stream))
            } else if let type = catalog.layer(use.kind) {
                nodes.append(GraphPlan.Node(name: name(bus), source: .bus, effects: effects, output: name(bus + 1)))
                (effects, bus) = ([], bus + 1)
                nodes.append(
                    GraphPlan.Node(
                        name: "layers/\(use.kind)" + (twins > 0 ? " \(twins + 1)" : ""),
                        source: .layer(GraphPlan.LayerUse(type: type, settings: use.settings, stream: stream)),
                        output: name(bus)))
            }
        }
        nodes.append(GraphPlan.Node(name: name(bus), source: .bus, effects: effects, output: GraphPlan.master))
        nodes.append(GraphPlan.Node(name: GraphPlan.master, source: .bus, output: nil))
        return GraphPlan(nodes: nodes)
    }

    /// The first effect whose side-chain is fed from a node.
    func listener(to name: String) -> Style.PluginUse? {
        uses.first { use in
            let listens = catalog.effect(use.kind)?.parameters.contains { $0.key == sidechainKey } ?? false
            return listens && use.settings.text(sidechainKey) == name
        }
    }
}
