import LofiPlugin

/// Processes strips, layers, buses and the master: takes the parts' stems block by block and returns the mix.
///
/// Parallel paths are delayed to match the one with the highest latency; `latencyFrames` is the total at the output.
public final class RenderGraph {
    /// Latency of the output in frames.
    public let latencyFrames: Int
    /// Maximum length of the effects' tails after stems and layers end, in frames.
    public let tailFrames: Int
    /// Maximum `NoiseLayer.tailFrames` of the layers, after the end of the music.
    public let layerTailFrames: Int
    /// Maximum length of a block in frames.
    public let maximumBlockFrames: Int
    /// The processing steps of a block: the nodes that sound, then those of the stems. Each can run on its own thread as soon as the
    /// steps it needs are done.
    public let steps: [Step]

    /// The processing of one node for a block.
    public struct Step: Sendable {
        /// Indices of the steps whose output it needs, all lower than its own.
        public let needs: [Int]
        /// Indices of its stems.
        public let stems: [Int]
    }

    /// Index of the step whose output is each stem, in the order in which the stems were asked for; nil for one that is
    /// never heard.
    public let stemSteps: [Int?]

    private let nodes: [RenderNode]
    private let master: RenderNode
    private let strips: [String: RenderNode]

    /// - Parameters:
    ///   - plan: must contain a bus named `GraphPlan.master`.
    ///   - arc: the fullness of the song over time.
    ///   - clips: the audio of all files in `GraphPlan.audioFiles`.
    ///   - stems: the nodes that sound in each stem (`GraphPlan.channels`).
    ///   - loop: the passes of a song that is a loop; nil for a song that begins and ends.
    ///   - slots: number of blocks each node keeps, so that threads can run ahead of each other.
    ///   - seed: seed of the render, from which each plugin's random stream is derived by its position.
    public init(
        _ plan: GraphPlan, sampleRate: Double, maximumBlockFrames: Int, arc: SongArc = SongArc(),
        clips: [String: AudioClip] = [:], stems: [Set<String>] = [],
        loop: LoopPasses? = nil, slots: Int = 1, seed: UInt64
    ) throws(GraphError) {
        let setting = RenderNode.Setting(
            sampleRate: sampleRate, maximumBlockFrames: maximumBlockFrames, slots: slots, arc: arc, clips: clips,
            loop: loop, seed: seed)
        var made: [String: RenderNode] = [:]
        var ordered: [RenderNode] = []
        let sorted = try plan.sorted()
        for node in sorted {
            let inputs = plan.inputs(of: node.name).compactMap { input in
                made[input.name].map { (node: $0, gain: input.gain, isMuted: input.isMuted) }
            }
            let sidechains = node.sidechains.compactMap { sidechain in
                made[sidechain.from].map { (effect: sidechain.effect, node: $0) }
            }
            let renderNode = RenderNode(node, inputs: inputs, sidechains: sidechains, setting: setting)
            made[node.name] = renderNode
            ordered.append(renderNode)
        }
        guard let master = made[GraphPlan.master] else {
            preconditionFailure("a graph needs a bus named \(GraphPlan.master)")
        }
        let builder = StemBuilder(
            plan: plan, sorted: sorted, nodes: made, latencyFrames: master.outputLatency, setting: setting)
        let paths = stems.map { builder.path(of: $0) }
        // Each node depends on those before it. Strips without stems stay silent and need no processing.
        nodes = ordered.filter { !$0.isSilent } + paths.flatMap { $0 }
        stemSteps = paths.map { [nodes] path in nodes.firstIndex { $0 === path.last } }
        self.master = master
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

    /// Sets the left and right input gain of a strip.
    public func setGain(_ gain: StereoFrame, ofStrip name: String) { strips[name]?.stemGain = gain }

    /// Renders the next frames of the mix.
    /// - Parameter stem: returns the left and right samples of a stem for these frames.
    /// - Returns: the mix, valid until the next call.
    public func process(
        frameCount: Int, stem: (Int) -> (left: UnsafePointer<Float>, right: UnsafePointer<Float>)
    ) -> AudioBlock {
        for step in steps.indices { run(step, slot: 0, frameCount: frameCount, stem: stem) }
        return mix(slot: 0, frameCount: frameCount)
    }

    /// Runs one step for the next frames. Every step must see all blocks in order, with the same lengths and slots.
    public func run(
        _ step: Int, slot: Int, frameCount: Int,
        stem: (Int) -> (left: UnsafePointer<Float>, right: UnsafePointer<Float>)
    ) {
        precondition(frameCount <= maximumBlockFrames)
        nodes[step].process(slot: slot, frameCount: frameCount, stem: stem)
    }

    /// The mix in a slot, after the last step.
    public func mix(slot: Int, frameCount: Int) -> AudioBlock { master.output(slot: slot, frameCount: frameCount) }

    /// The output of a step in a slot, valid until the slot is used again.
    public func output(ofStep step: Int, slot: Int, frameCount: Int) -> AudioBlock {
        nodes[step].output(slot: slot, frameCount: frameCount)
    }

    /// The output of a node in a slot, after the last step; nil for a strip without stems and for an unknown name.
    package func output(of name: String, slot: Int, frameCount: Int) -> AudioBlock? {
        strips[name].flatMap { $0.isSilent ? nil : $0.output(slot: slot, frameCount: frameCount) }
    }
}
