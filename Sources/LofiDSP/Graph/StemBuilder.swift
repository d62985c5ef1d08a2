/// Builds the paths of stems through copies of the buses behind them.
///
/// A stem follows the outputs and sends of its channels through every bus, as long as the effects are linear, and is the sum
/// of the signals at the points where they no longer are: in front of a bus's first non-linear effect, or of the master. A copy
/// has the effects, random streams, side-chains and latency of the original, so that the stems add up to its signal.
struct StemBuilder {
    let plan: GraphPlan
    /// The nodes of the plan, each after its inputs.
    let sorted: [GraphPlan.Node]
    /// The nodes of the graph by name.
    let nodes: [String: RenderNode]
    /// Latency of all stems.
    let latencyFrames: Int
    let setting: RenderNode.Setting

    /// The nodes to add for the stem of some channels, each after its inputs, the stem last; empty if nothing of them is heard.
    func path(of channels: Set<String>) -> [RenderNode] {
        var added: [RenderNode] = []
        // Where the stem has come to: a channel, a copy, or a bus itself if it carries nothing else.
        var reached = nodes.filter { channels.contains($0.key) && !$0.value.isSilent }
        var points: [(node: RenderNode, gain: Float, isMuted: Bool)] = []
        for bus in sorted where bus.isBus && !plan.isReturn(bus) {
            let heard = plan.inputs(of: bus.name).filter { !$0.isMuted && reached[$0.name] != nil }
            guard !heard.isEmpty, let original = nodes[bus.name] else { continue }
            let inputs = heard.compactMap { input in
                reached[input.name].map { (node: $0, gain: input.gain, isMuted: false) }
            }
            guard bus.name != GraphPlan.master else {
                points += inputs
                continue
            }
            let count = bus.linearEffectCount
            let isWhole = count == bus.effects.count
            if isWhole, heard.count == original.audibleInputCount,
                heard.allSatisfy({ reached[$0.name] === nodes[$0.name] })
            {
                reached[bus.name] = original
            } else if isWhole || count > 0 {
                let copy = copy(of: bus, original, effects: count, inputs)
                added.append(copy)
                if isWhole { reached[bus.name] = copy } else { points.append((copy, 1, false)) }
            } else {
                points += inputs
            }
        }
        guard !points.isEmpty else { return [] }
        let sum = GraphPlan.Node(name: "stem", source: .bus, output: nil)
        return added + [
            RenderNode(sum, inputs: points, sidechains: [], setting: setting, latencyFrames: latencyFrames)
        ]
    }

    /// A copy of the first effects of a bus, in step with the original.
    private func copy(
        of bus: GraphPlan.Node, _ original: RenderNode, effects count: Int,
        _ inputs: [(node: RenderNode, gain: Float, isMuted: Bool)]
    ) -> RenderNode {
        let copy = GraphPlan.Node(
            name: bus.name, source: .bus, effects: Array(bus.effects[..<count]), output: nil)
        let sidechains = copy.sidechains.compactMap { sidechain in
            nodes[sidechain.from].map { (effect: sidechain.effect, node: $0) }
        }
        return RenderNode(
            copy, inputs: inputs, sidechains: sidechains, setting: setting, latencyFrames: original.inputLatency)
    }
}
