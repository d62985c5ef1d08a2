import LofiDSP
import LofiPlugin

/// Listens to nodes of the render graph while a song is rendered, for measurements.
package struct MixTap {
    private let nodes: [String]
    private let receive: ([AudioBlock?]) -> Void

    /// - Parameters:
    ///   - nodes: names as in `GraphPlan`: a role, `layers/` and a kind, a bus, `master`.
    ///   - receive: called on the rendering thread for each block with the outputs of the nodes, in their order; nil for a
    ///     strip without stems. Each comes as late as the latency of its own effects and inputs.
    package init(_ nodes: [String], receive: @escaping ([AudioBlock?]) -> Void) {
        (self.nodes, self.receive) = (nodes, receive)
    }

    func listen(to graph: RenderGraph, slot: Int, frameCount: Int) {
        receive(nodes.map { graph.output(of: $0, slot: slot, frameCount: frameCount) })
    }
}
