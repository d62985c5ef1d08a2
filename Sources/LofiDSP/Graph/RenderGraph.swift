import LofiCore

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

    private let nodes: [RenderNode]
    private let strips: [String: RenderNode]
    private let master: RenderNode

    /// - Parameters:
    ///   - plan: must hold a node named `GraphPlan.master`, a bus.
    ///   - arc: how full the song is over time.
    ///   - clips: the sound of all files that the plan's settings name (`GraphPlan.audioFiles`).
    ///   - seed: of the whole render; each plugin's chance comes from it and the plugin's place.
    public init(
        _ plan: GraphPlan, sampleRate: Double, maximumBlockFrames: Int, arc: SongArc = SongArc(),
        clips: [String: AudioClip] = [:], seed: UInt64
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
                maximumBlockFrames: maximumBlockFrames, arc: arc, clips: clips, seed: seed)
            made[node.name] = renderNode
            ordered.append(renderNode)
        }
        guard let master = made[GraphPlan.master] else {
            preconditionFailure("a graph needs a bus named \(GraphPlan.master)")
        }
        nodes = ordered
        strips = made
        self.master = master
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
        precondition(frameCount <= maximumBlockFrames)
        for node in nodes { node.process(frameCount: frameCount, stem: stem) }
        return AudioBlock(rebasing: master.output[0..<frameCount])
    }
}
