import LofiDSP
import LofiPlugin
import LofiScore

extension Style {
    /// The render graph of this style.
    /// - Parameter stems: the stems of each role with their gains; a role without any is a silent strip, so that the
    ///   graph is the same whatever the song has.
    package func graphPlan(stems: [Role: [GraphPlan.StemUse]], catalog: Catalog) throws(StyleError) -> GraphPlan {
        var nodes: [GraphPlan.Node] = []
        for role in Role.allCases {
            let strip = try strip(for: role)
            let wanted = strip.settings.text("bus")
            nodes.append(
                GraphPlan.Node(
                    name: role.rawValue, source: .stems(stems[role] ?? []),
                    effects: effectUses(strip.effects, catalog), output: wanted.isEmpty ? standardBus : wanted,
                    sends: strip.sends.map { GraphPlan.Send(bus: $0.bus, gain: Float($0.amount)) }))
        }
        for (index, layer) in layers.enumerated() {
            guard let type = catalog.layer(layer.use.kind) else { continue }
            let twins = layers[..<index].count { $0.use.kind == layer.use.kind }
            nodes.append(
                GraphPlan.Node(
                    name: "layers/\(layer.use.kind)" + (twins > 0 ? " \(twins + 1)" : ""),
                    source: .layer(GraphPlan.LayerUse(type: type, settings: layer.use.settings)),
                    output: layer.bus ?? standardBus))
        }
        for bus in buses {
            nodes.append(
                GraphPlan.Node(
                    name: bus.name, source: .bus, effects: effectUses(bus.effects, catalog),
                    output: bus.output ?? GraphPlan.master,
                    sends: bus.sends.map { GraphPlan.Send(bus: $0.bus, gain: Float($0.amount)) }))
        }
        nodes.append(
            GraphPlan.Node(
                name: GraphPlan.master, source: .bus, effects: effectUses(master.effects, catalog), output: nil))
        let plan = GraphPlan(nodes: nodes)
        do { _ = try plan.sorted() } catch {
            throw StyleError(place: place(ofNode: error.name), reason: error.description)
        }
        return plan
    }

    /// Where sound goes that is not told where to go.
    private var standardBus: String { buses.contains { $0.name == "record" } ? "record" : GraphPlan.master }

    private func effectUses(_ uses: [PluginUse], _ catalog: Catalog) -> [GraphPlan.EffectUse] {
        uses.compactMap { use in
            catalog.effect(use.kind).map { GraphPlan.EffectUse(type: $0, settings: use.settings) }
        }
    }

    /// The line to blame for a name that the graph does not know.
    private func place(ofNode name: String) -> SourcePlace {
        if let bus = buses.first(where: { $0.name == name }) { return bus.place }
        for strip in Role.allCases.compactMap({ strips[$0] }) {
            if let send = strip.sends.first(where: { $0.bus == name }) { return send.place }
            if strip.settings.text("bus") == name { return strip.place }
            if let use = listener(to: name, among: strip.effects) { return use.place }
        }
        if let layer = layers.first(where: { $0.bus == name }) { return layer.use.place }
        for bus in buses {
            if let send = bus.sends.first(where: { $0.bus == name }) { return send.place }
            if bus.output == name { return bus.place }
            if let use = listener(to: name, among: bus.effects) { return use.place }
        }
        return listener(to: name, among: master.effects)?.place ?? master.place
    }

    private func listener(to name: String, among uses: [PluginUse]) -> PluginUse? {
        uses.first { $0.given["from"] == .text(name) }
    }
}
