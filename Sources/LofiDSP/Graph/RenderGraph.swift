import LofiPlugin

/// Strips, layers, buses and the master at work: takes the parts' stems block by block, gives the mix.
///
/// Every path is held back to the latency of the slowest parallel one; `latencyFrames` is what remains at the end.
public final class RenderGraph {
    public let latencyFrames: Int
    /// How many frames after the last sound of stems and layers the effects may still ring.
    public let tailFrames: Int
    /// How many frames behind the end of the music a layer still has something to say (see `NoiseLayer.tailFrames`).
    public let layerTailFrames: Int
    public let maximumBlockFrames: Int
    /// What is to be done for a block: the nodes that sound, the master last. Each can be worked on by a thread of its own as
    /// soon as what it needs is done.
    public let steps: [Step]

    /// A node's share of the work on a block.
    public struct Step: Sendable {
        /// The steps whose output it takes. They come before it.
        public let needs: [Int]
        /// The stems that it takes.
        public let stems: [Int]
    }

    private let nodes: [RenderNode]
    private let strips: [String: RenderNode]

    /// - Parameters:
    ///   - plan: must hold a node named `GraphPlan.master`, a bus.
    ///   - arc: how full the song is over time.
    ///   - clips: the sound of all files that the plan's settings name (`GraphPlan.audioFiles`).
    ///   - slots: how many blocks each node keeps, for threads that are ahead of each other.
    ///   - seed: of the whole render; each plugin's chance comes from it and the plugin's place.
    public init(
        _ plan: GraphPlan, sampleRate: Double, maximumBlockFrames: Int, arc: SongArc = SongArc(),
        clips: [String: AudioClip] = [:], slots: Int = 1, seed: UInt64
    ) throws(GraphError) {
        var made: [String: RenderNode] = [:]
        var ordered: [RenderNode] = []
        for node in try plan.sorted() {
            let inputs = plan.inputs(of: node.name).compactMap { input in
                made[input.name].map { (node: $0, gain: input.gain) }
            }
            let sidechains = node.sidechains.compactMap { sidechain in
                made[sidechain.from].map { (effect: sidechain.effect, node: $0) }
            }
            let renderNode = RenderNode(
                node, inputs: inputs, sidechains: sidechains, sampleRate: sampleRate,
                maximumBlockFrames: maximumBlockFrames, slots: slots, arc: arc, clips: clips, seed: seed)
            made[node.name] = renderNode
            ordered.append(renderNode)
        }
        guard let master = made[GraphPlan.master] else {
            preconditionFailure("a graph needs a bus named \(GraphPlan.master)")
        }
        // The master needs all others, so it is last. A role that the song does not have stays as silent as it was made.
        nodes = ordered.filter { !$0.isSilent }
        steps = nodes.map { [nodes] node in
            Step(
                needs: nodes.indices.filter { index in node.sources.contains { $0 === nodes[index] } },
                stems: node.stems)
        }
        strips = made
        self.maximumBlockFrames = maximumBlockFrames
        latencyFrames = master.outputLatency
        tailFrames = master.tailFrames
        layerTailFrames = master.layerTailFrames
    }

    /// Sets the gain, of left and right, at which a strip takes its stems.
    public func setGain(_ gain: StereoFrame, ofStrip name: String) { strips[name]?.stemGain = gain }

    /// Works out the next frames of the mix.
    /// - Parameter stem: the left and right samples of a part's stem for these frames.
    /// - Returns: the mix, valid until the next call.
    public func process(
        frameCount: Int, stem: (Int) -> (left: UnsafePointer<Float>, right: UnsafePointer<Float>)
    ) -> AudioBlock {
        for step in steps.indices { run(step, slot: 0, frameCount: frameCount, stem: stem) }
        return mix(slot: 0, frameCount: frameCount)
    }

    /// Does one step for the next frames. Every step sees all blocks in their order, of the same lengths and in the same slots.
    public func run(
        _ step: Int, slot: Int, frameCount: Int,
        stem: (Int) -> (left: UnsafePointer<Float>, right: UnsafePointer<Float>)
    ) {
        precondition(frameCount <= maximumBlockFrames)
        nodes[step].process(slot: slot, frameCount: frameCount, stem: stem)
    }

    /// What the last step left in a slot.
    public func mix(slot: Int, frameCount: Int) -> AudioBlock {
        nodes[nodes.count - 1].output(slot: slot, frameCount: frameCount)
    }
}
