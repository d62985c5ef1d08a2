import CPlatform
import LofiAudioFile
import LofiCore
import LofiDSP
import LofiInstruments
import LofiScore

/// The first pass: synthesis on two threads, strips, layers and buses on another, the mix onto a spool. Or all of it on one.
struct MixPass {
    let score: Score
    let performance: Performance
    let style: Style
    let catalog: Catalog
    let options: SongRenderer.Options
    let font: SoundFont

    /// The mix before the master's gain and limiter.
    struct Mix {
        let spool: MixSpool
        /// Less than the spool holds where the end is silent.
        let frameCount: Int
        let loudness: Double
        /// Of the samples, full scale being 1.
        let samplePeak: Double
        let warnings: [String]
    }

    /// What a note may ring after its end: the longest releases of General MIDI fonts.
    private static let releaseSeconds = 2.5
    /// Longer tails of effects than this are cut, or an endless feedback would never let the song end. A layer's tail
    /// has an end, and is never cut.
    private static let longestTailSeconds = 20.0
    /// Silence at the end, before the master's gain: below it nothing is heard that a 16-bit file could keep.
    private static let silence = Decibels.amplitude(-90)

    func run(spoolFolder: String, progress: (_ done: Int, _ total: Int) -> Void) throws -> Mix {
        let split = SynthesisSplit(performance)
        // Nothing is played before the graph is known to be sound.
        let plan = try graphPlan(split)
        let (graph, levels) = try options.usesOneThread ? makeThenMeasure(plan) : makeAndMeasure(plan)
        try setGains(of: graph, levels)
        let lanes = split.lanes.map { parts -> any StemSource in
            options.usesOneThread
                ? DirectSynthesis(
                    performance: performance, parts: parts, font: font, blockFrames: options.blockFrames)
                : SynthesisLane(
                    performance: performance, parts: parts, font: font, blockFrames: options.blockFrames)
        }
        do {
            let mix = try mixDown(lanes, graph, spoolFolder: spoolFolder, progress: progress)
            // In the order of the lanes, each said once.
            var warnings: [String] = []
            for lane in lanes {
                for warning in try lane.finish() where !warnings.contains(warning) { warnings.append(warning) }
            }
            return Mix(
                spool: mix.spool, frameCount: mix.frameCount, loudness: mix.loudness, samplePeak: mix.samplePeak,
                warnings: warnings)
        } catch {
            // Where the synthesis failed too, its reason is the cause; every thread ends before this one goes on.
            let causes = lanes.compactMap { lane -> (any Error)? in
                do {
                    _ = try lane.finish()
                    return nil
                } catch { return error }
            }
            throw causes.first ?? error
        }
    }

    private func mixDown(
        _ lanes: [any StemSource], _ graph: RenderGraph, spoolFolder: String,
        progress: (_ done: Int, _ total: Int) -> Void
    ) throws -> Mix {
        lofi_flush_denormals_to_zero()
        let rate = Double(options.sampleRate)
        let musicFrames = performance.lengthFrames
        let ringFrames =
            graph.layerTailFrames
            + Int(min(Self.releaseSeconds + Double(graph.tailFrames) / rate, Self.longestTailSeconds) * rate)
        let fadeFrames = Int(style.master.fadeOut * rate)
        let totalFrames = musicFrames + max(ringFrames, fadeFrames)
        // Even without a fade the end must not click.
        let fade = FadeOut(
            startFrame: totalFrames - max(fadeFrames, Int(0.02 * rate)), lengthFrames: max(fadeFrames, Int(0.02 * rate))
        )

        let spool = MixSpool(folder: spoolFolder, expectedFrames: totalFrames)
        let loudness = LoudnessMeter(sampleRate: rate)
        var latency = graph.latencyFrames
        var lastAudible = 0
        var highest = StereoFrame.zero
        // The first block is reported too: from then on there is sound.
        var reported = -options.sampleRate
        var stems: [StemBlock] = []
        while spool.frameCount < totalFrames {
            stems.removeAll(keepingCapacity: true)
            for lane in lanes { if let block = lane.take() { stems.append(block) } }
            // A lane that has ended early has failed; `finish` says why.
            guard stems.count == lanes.count else { break }
            var block = graph.process(frameCount: options.blockFrames) { index in
                let (lane, stem) = SynthesisSplit.place(index)
                return (UnsafePointer(stems[lane].left(stem)), UnsafePointer(stems[lane].right(stem)))
            }
            for (lane, block) in zip(lanes, stems) { lane.giveBack(block) }
            let late = min(latency, block.count)
            latency -= late
            let wanted = min(block.count - late, totalFrames - spool.frameCount)
            block = AudioBlock(rebasing: block[late..<(late + wanted)])
            fade.apply(to: block, firstFrame: spool.frameCount)
            if let audible = block.lastIndex(where: { abs($0).max() > Self.silence }) {
                lastAudible = spool.frameCount + audible
            }
            loudness.add(block)
            for frame in block { highest = highest.replacing(with: abs(frame), where: abs(frame) .> highest) }
            try spool.append(block)
            if spool.frameCount - reported > options.sampleRate {
                reported = spool.frameCount
                progress(reported, totalFrames)
            }
        }
        return Mix(
            spool: spool, frameCount: min(spool.frameCount, max(musicFrames, lastAudible + options.sampleRate / 20)),
            loudness: loudness.integrated, samplePeak: Double(highest.max()), warnings: [])
    }

    /// The graph, and how loud each role is, while it is made and before the lanes start: more synthesizers than cores
    /// would keep the first sound waiting.
    private func makeAndMeasure(_ plan: GraphPlan) throws -> (RenderGraph, [Role: Double]) {
        let measuring = [startMeasuring(half: 0), startMeasuring(half: 1)]
        let made = Result { try makeGraph(plan) }
        // Every thread ends before an error goes on.
        let levels = measuring.map { half in Result { try half.join() } }
        return (try made.get(), try levels[0].get().merging(levels[1].get()) { $1 })
    }

    /// The same, one after the other. By two probes here too: what a synthesizer played before is not quite without effect.
    private func makeThenMeasure(_ plan: GraphPlan) throws -> (RenderGraph, [Role: Double]) {
        let graph = try makeGraph(plan)
        let first = try startMeasuring(half: 0).join()
        return (graph, try first.merging(startMeasuring(half: 1).join()) { $1 })
    }

    /// Starts to measure the loudness of every other role as it comes from the SoundFont, LUFS; none for one that is silent.
    private func startMeasuring(half: Int) -> WorkerThread<[Role: Double]> {
        let roles = partsByRole.keys.sorted { $0.rawValue < $1.rawValue }
        let (score, font, partsByRole) = (score, font, partsByRole)
        let share = stride(from: half, to: roles.count, by: 2).map { roles[$0] }
        return WorkerThread {
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
            clips: AudioClips.load(plan.audioFiles, sampleRate: options.sampleRate), seed: options.seed)
    }
}

private func abs(_ frame: StereoFrame) -> StereoFrame { frame.replacing(with: -frame, where: frame .< 0) }

extension StereoFrame {
    /// Gains of left and right for a place from -1 to 1: constant power, 1 in the middle.
    fileprivate static func balance(_ place: Double) -> StereoFrame {
        // sin and cos of a quarter turn by their squares: (1 ± place) / 2, so no libm is needed.
        StereoFrame(Float((1 - place).squareRoot()), Float((1 + place).squareRoot()))
    }
}
