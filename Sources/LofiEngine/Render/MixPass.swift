import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin
import LofiScore
import LofiSynthesis

/// The first pass: synthesis, strips, layers and buses, the mix onto a spool.
struct MixPass {
    let score: Score
    let performance: Performance
    let style: Style
    let catalog: Catalog
    let options: SongRenderer.Options
    let font: SoundFont

    /// How many blocks are under way: enough that no thread waits for a hiccup of another.
    private static let slots = 6

    func run(spoolFolder: String, progress: (_ done: Int, _ total: Int) -> Void) throws -> MixTape.Mix {
        let split = SynthesisSplit(performance)
        // Nothing is played before the graph is known to be sound.
        let plan = try graphPlan(split)
        let (graph, levels) = try options.threads == 1 ? makeThenMeasure(plan) : makeAndMeasure(plan)
        try setGains(of: graph, levels)
        let lanes = split.lanes.map { parts in
            SynthesisLane(
                performance: performance, parts: parts, font: font, slots: Self.slots, blockFrames: options.blockFrames)
        }
        let tape = MixTape(
            performance: performance, graph: graph, fadeOutSeconds: style.master.fadeOut, spoolFolder: spoolFolder)
        try BlockPipeline(stages(lanes, graph), depth: Self.slots).run(threads: options.threads) { slot in
            try tape.append(graph.mix(slot: slot, frameCount: options.blockFrames), progress: progress)
            return !tape.isFull
        }
        // In the order of the lanes, each said once.
        var warnings: [String] = []
        for warning in lanes.flatMap(\.warnings) where !warnings.contains(warning) { warnings.append(warning) }
        return tape.finish(warnings: warnings)
    }

    /// The lanes, then the steps of the graph.
    private func stages(_ lanes: [SynthesisLane], _ graph: RenderGraph) -> [BlockPipeline.Stage] {
        let frames = options.blockFrames
        let playing = lanes.map { lane in BlockPipeline.Stage(needs: []) { try lane.synthesise(slot: $0) } }
        let mixing = graph.steps.indices.map { step in
            let (needs, stems) = (graph.steps[step].needs, graph.steps[step].stems)
            return BlockPipeline.Stage(
                needs: Set(stems.map { SynthesisSplit.place($0).lane }).sorted() + needs.map { lanes.count + $0 }
            ) { slot in
                graph.run(step, slot: slot, frameCount: frames) { index in
                    let (lane, stem) = SynthesisSplit.place(index)
                    return lanes[lane].stem(stem, slot: slot)
                }
            }
        }
        return playing + mixing
    }

    /// The graph, and how loud each role is, while it is made and before the lanes start: more synthesizers than cores
    /// would keep the first sound waiting.
    private func makeAndMeasure(_ plan: GraphPlan) throws -> (RenderGraph, [Role: Double]) {
        let measuring = [0, 1].map { half in Result { try startMeasuring(half: half) } }
        let made = Result { try makeGraph(plan) }
        // Every thread ends before an error goes on.
        let levels = measuring.map { half in Result { try half.get().join() } }
        return (try made.get(), try levels[0].get().merging(levels[1].get()) { $1 })
    }

    /// The same, one after the other. By two probes here too: what a synthesizer played before is not quite without effect.
    private func makeThenMeasure(_ plan: GraphPlan) throws -> (RenderGraph, [Role: Double]) {
        let graph = try makeGraph(plan)
        let first = try startMeasuring(half: 0).join()
        return (graph, try first.merging(startMeasuring(half: 1).join()) { $1 })
    }

    /// Starts to measure the loudness of every other role as it comes from the SoundFont, LUFS; none for one that is silent.
    private func startMeasuring(half: Int) throws(ThreadError) -> WorkerThread<[Role: Double]> {
        let roles = partsByRole.keys.sorted { $0.rawValue < $1.rawValue }
        let (score, font, partsByRole) = (score, font, partsByRole)
        let share = stride(from: half, to: roles.count, by: 2).map { roles[$0] }
        return try WorkerThread {
            let measured = try LoudnessProbe(font: font).measure(score, groups: share.compactMap { partsByRole[$0] })
            return Dictionary(uniqueKeysWithValues: zip(share, measured)).compactMapValues { $0 }
        }
    }

    private var partsByRole: [Role: [Int]] { Dictionary(grouping: score.parts.indices) { score.parts[$0].role } }

    private func graphPlan(_ split: SynthesisSplit) throws -> GraphPlan {
        var stems: [Role: [GraphPlan.StemUse]] = [:]
        for (role, parts) in partsByRole {
            // Parts that share a stem are heard once.
            let indices = Set(parts.map { split.stemIndex(ofPart: $0) })
            stems[role] = indices.sorted().map { GraphPlan.StemUse(index: $0, gain: StereoFrame(repeating: 1)) }
        }
        return try style.graphPlan(stems: stems, catalog: catalog)
    }

    /// Brings every role to the loudness and the place that its strip asks for.
    private func setGains(of graph: RenderGraph, _ levels: [Role: Double]) throws {
        for role in partsByRole.keys {
            let strip = try style.strip(for: role)
            let gain = levels[role].map { strip.settings.number("level") - $0 } ?? 0
            let balance = StereoFrame.balance(strip.settings.number("pan"))
            graph.setGain(balance * Decibels.amplitude(max(-40, min(40, gain))), ofStrip: role.rawValue)
        }
    }

    private func makeGraph(_ plan: GraphPlan) throws -> RenderGraph {
        try RenderGraph(
            plan, sampleRate: Double(options.sampleRate),
            maximumBlockFrames: options.blockFrames,
            arc: SongArc(score, sampleRate: options.sampleRate, endFrame: performance.lengthFrames),
            clips: AudioClips.load(plan.audioFiles, sampleRate: options.sampleRate), slots: Self.slots,
            seed: options.seed)
    }
}

extension StereoFrame {
    /// Gains of left and right for a place from -1 to 1: constant power, 1 in the middle.
    fileprivate static func balance(_ place: Double) -> StereoFrame {
        // sin and cos of a quarter turn by their squares: (1 ± place) / 2, so no libm is needed.
        StereoFrame(Float((1 - place).squareRoot()), Float((1 + place).squareRoot()))
    }
}
