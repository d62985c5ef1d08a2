import LofiPlugin

/// Processes one node of a render graph: sums its inputs, runs its effects, and keeps the output for later nodes.
final class RenderNode {
    /// Latency of the sum of the inputs.
    let inputLatency: Int
    let outputLatency: Int
    /// Maximum tail of the effects up to and including this node.
    let tailFrames: Int
    /// Maximum time that a layer feeding this node plays after the end of the music.
    let layerTailFrames: Int

    private enum Source {
        case stems([GraphPlan.StemUse])
        case layer(any NoiseLayer)
        case looped(LoopedLayer)
        case bus
    }

    /// Input gain in addition to each stem's own.
    var stemGain = StereoFrame(repeating: 1)
    private let source: Source
    /// The node's output for the latest blocks, one after another.
    private let slots: AudioBlock
    private let maximumBlockFrames: Int
    private let steps: [Step]
    private let inputs: [Input]
    /// The inputs that are neither silent nor muted.
    private let audible: [Input]
    private let sidechains: [Sidechain]
    /// Buffer for a delayed copy of another node's output.
    private let scratch: AudioBlock

    private enum Step {
        case effect(any AudioEffect)
        /// An effect in a loop, by its index in the plan if it has a side-chain.
        case looped(LoopedEffect, listener: Int?)
        /// An effect, by its index in the plan, with another node as its side-chain.
        case listener(any SidechainEffect, place: Int)
        case sections(SectionChain)
    }

    private struct Input {
        let node: RenderNode
        let gain: Float
        let delay: FrameDelay
    }

    private struct Sidechain {
        let effect: Int
        let node: RenderNode
        let delay: FrameDelay
    }

    /// What all nodes of a graph have in common.
    struct Setting {
        let sampleRate: Double
        let maximumBlockFrames: Int
        let slots: Int
        let arc: SongArc
        let clips: [String: AudioClip]
        let loop: LoopPasses?
        let seed: UInt64
    }

    /// - Parameter latencyFrames: latency of the sum of the inputs, at least that of each of them; nil for the lowest.
    init(
        _ plan: GraphPlan.Node, inputs: [(node: RenderNode, gain: Float, isMuted: Bool)],
        sidechains: [(effect: Int, node: RenderNode)], setting: Setting, latencyFrames: Int? = nil
    ) {
        let maximumBlockFrames = setting.maximumBlockFrames
        func context(_ place: String) -> AudioContext {
            AudioContext(
                sampleRate: setting.sampleRate, maximumBlockFrames: maximumBlockFrames,
                random: RandomStream(seed: setting.seed, place: place), arc: setting.arc, clips: setting.clips,
                loopFrames: setting.loop?.frames)
        }
        switch plan.source {
        case .stems(let stems): source = .stems(stems)
        case .bus: source = .bus
        case .layer(let use):
            func make() -> any NoiseLayer {
                use.type.init(settings: use.settings, context: context(use.stream ?? "\(plan.name)/layer"))
            }
            source =
                setting.loop.map { loop -> Source in
                    .looped(
                        LoopedLayer(
                            (0..<loop.count).map { _ in make() }, loopFrames: loop.frames,
                            sampleRate: setting.sampleRate, maximumBlockFrames: maximumBlockFrames))
                } ?? .layer(make())
        }
        // Streams are named by kind and the number of earlier effects of that kind, so that inserting another effect
        // does not change them.
        var seen: [String: Int] = [:]
        let makers = plan.effects.map { use -> () -> any AudioEffect in
            let count = seen[use.type.kind, default: 0]
            seen[use.type.kind] = count + 1
            let stream = use.stream ?? "\(plan.name)/\(use.type.kind)/\(count)"
            return { use.type.init(settings: use.settings, context: context(stream)) }
        }
        let effects = makers.map { $0() }
        let before = effects.reduce(into: [0]) { sums, effect in
            sums.append(sums[sums.count - 1] + effect.latencyFrames)
        }

        let inputLatency =
            latencyFrames
            ?? max(
                inputs.map(\.node.outputLatency).max() ?? 0,
                sidechains.map { $0.node.outputLatency - before[$0.effect] }.max() ?? 0)
        // A source has no input to delay, so its own output is delayed instead.
        let ownDelay = inputs.isEmpty ? inputLatency : 0
        self.inputLatency = inputLatency
        let listening = Set(plan.sidechains.map(\.effect))
        steps = Self.steps(effects, listening: listening) { place in
            let use = plan.effects[place]
            guard let loop = setting.loop, use.type.hasClock else { return nil }
            let isLinear = use.type.isLinear(use.settings) && !listening.contains(place)
            let count = LoopedEffect.count(passes: loop.count, isLinear: isLinear)
            return LoopedEffect(
                [effects[place]] + (1..<count).map { _ in makers[place]() }, isLinear: isLinear,
                startFrame: inputLatency + before[place], loopFrames: loop.frames, sampleRate: setting.sampleRate,
                maximumBlockFrames: maximumBlockFrames)
        }
        self.ownDelay = FrameDelay(frames: ownDelay)
        self.inputs = inputs.map { input in
            Input(
                node: input.node, gain: input.gain,
                delay: FrameDelay(frames: inputLatency - input.node.outputLatency))
        }
        audible = zip(self.inputs, inputs).filter { !$0.node.isSilent && !$1.isMuted }.map { $0.0 }
        self.sidechains = sidechains.map { sidechain in
            Sidechain(
                effect: sidechain.effect, node: sidechain.node,
                delay: FrameDelay(
                    frames: inputLatency + before[sidechain.effect] - sidechain.node.outputLatency))
        }
        outputLatency = inputLatency + before[effects.count]
        let ownTail = if case .layer(let layer) = source { layer.tailFrames } else { 0 }
        layerTailFrames = max(ownTail, inputs.map(\.node.layerTailFrames).max() ?? 0)
        tailFrames = (inputs.map(\.node.tailFrames).max() ?? 0) + effects.reduce(0) { $0 + $1.tailFrames }
        self.maximumBlockFrames = maximumBlockFrames
        self.slots = .allocate(capacity: setting.slots * maximumBlockFrames)
        self.slots.initialize(repeating: .zero)
        scratch = .allocate(capacity: maximumBlockFrames)
        scratch.initialize(repeating: .zero)
    }

    private let ownDelay: FrameDelay

    deinit {
        slots.deallocate()
        scratch.deallocate()
    }

    /// The node's output for the block in a slot.
    func output(slot: Int, frameCount: Int) -> AudioBlock {
        let start = slot * maximumBlockFrames
        return AudioBlock(rebasing: slots[start..<(start + frameCount)])
    }

    func process(
        slot: Int, frameCount: Int, stem: (Int) -> (left: UnsafePointer<Float>, right: UnsafePointer<Float>)
    ) {
        let block = output(slot: slot, frameCount: frameCount)
        switch source {
        case .stems(let stems):
            for (place, use) in stems.enumerated() {
                let (left, right) = stem(use.index)
                block.take(left: left, right: right, gain: use.gain * stemGain, adding: place > 0)
            }
        case .layer(let layer): layer.render(into: block)
        case .looped(let layer): layer.render(into: block)
        case .bus:
            if audible.isEmpty { block.update(repeating: .zero) }
            for (place, input) in audible.enumerated() { add(input, to: block, slot: slot, adding: place > 0) }
        }
        ownDelay.process(block)
        for step in steps {
            switch step {
            case .effect(let effect): effect.process(block)
            case .looped(let effect, let place):
                effect.process(
                    block,
                    sidechain: place.map { sidechainBlock(effect: $0, slot: slot, frameCount: frameCount) })
            case .listener(let effect, let place):
                effect.process(block, sidechain: sidechainBlock(effect: place, slot: slot, frameCount: frameCount))
            case .sections(let chain): chain.process(block)
            }
        }
    }

    /// The order of the effects, with adjacent filter sections combined into one chain.
    /// - Parameter looped: returns the effect at a place as it plays in a loop; nil for one that needs no care.
    private static func steps(
        _ effects: [any AudioEffect], listening: Set<Int>, looped: (Int) -> LoopedEffect?
    ) -> [Step] {
        var steps: [Step] = []
        for (place, effect) in effects.enumerated() {
            if let effect = looped(place) {
                steps.append(.looped(effect, listener: listening.contains(place) ? place : nil))
            } else if listening.contains(place), let listener = effect as? any SidechainEffect {
                steps.append(.listener(listener, place: place))
            } else if let own = (effect as? FixedFilter)?.chain {
                if case .sections(let before)? = steps.last {
                    steps[steps.count - 1] = .sections(SectionChain(joining: [before, own]))
                } else {
                    steps.append(.sections(own))
                }
            } else {
                steps.append(.effect(effect))
            }
        }
        return steps
    }

    /// Whether this is a strip without stems.
    var isSilent: Bool { if case .stems(let stems) = source { stems.isEmpty } else { false } }

    /// Number of inputs that are neither silent nor muted.
    var audibleInputCount: Int { audible.count }

    /// The nodes whose output it needs.
    var sources: [RenderNode] { inputs.map(\.node) + sidechains.map(\.node) }

    /// Indices of its stems.
    var stems: [Int] { if case .stems(let stems) = source { stems.map(\.index) } else { [] } }

    private func add(_ input: Input, to block: AudioBlock, slot: Int, adding: Bool) {
        var from = input.node.output(slot: slot, frameCount: block.count)
        if input.delay.frames > 0 {
            let late = AudioBlock(rebasing: scratch[0..<block.count])
            input.delay.process(from, into: late)
            from = late
        }
        block.take(from, gain: input.gain, adding: adding)
    }

    private func sidechainBlock(effect: Int, slot: Int, frameCount: Int) -> AudioBlock {
        let copy = AudioBlock(rebasing: scratch[0..<frameCount])
        guard let index = sidechains.firstIndex(where: { $0.effect == effect }) else {
            copy.update(repeating: .zero)
            return copy
        }
        sidechains[index].delay.process(
            sidechains[index].node.output(slot: slot, frameCount: frameCount), into: copy)
        return copy
    }
}
