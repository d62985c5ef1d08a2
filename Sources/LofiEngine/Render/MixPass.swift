import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin
import LofiScore
import LofiSynthesis

/// The first pass: renders synthesis, strips, layers and buses, and spools the mix.
struct MixPass {
    let score: Score
    let performance: Performance
    let style: Style
    let catalog: Catalog
    let options: SongRenderer.Options
    let common: SynthesisCommon
    /// The recording that plays along with the parts; nil for a song of notes alone.
    var audio: (song: AudioSong, hearing: AudioHearing)?

    /// Number of blocks in flight: enough to absorb a brief stall of one thread.
    private static let slots = 6

    /// The results of the preparation before the first block.
    private struct Start: Sendable {
        var lanes: [Int: SynthesisLane] = [:]
        /// Loudness by strip in LUFS; silent strips are missing.
        var levels: [String: Double] = [:]
    }

    func run(
        spoolFolder: String, tap: MixTap?, stems: StemSession? = nil,
        progress: (_ done: Int, _ total: Int) throws -> Void
    ) throws -> MixTape.Mix {
        let split = SynthesisSplit(performance, uses: try score.parts.map { try synthesizer(of: style.strip(of: $0)) })
        // Check the graph before synthesizing anything.
        let plan = try graphPlan(split)
        let (graph, start) = try makeStart(plan, split, stems: stems?.channels(of: plan) ?? [])
        setGains(of: graph, start.levels)
        var lanes: [any StemLane] = split.lanes.indices.compactMap { start.lanes[$0] }
        if let audio {
            lanes.append(
                try AudioLane(
                    audio.song, sampleRate: options.sampleRate, slots: Self.slots, blockFrames: options.blockFrames))
        }
        let tape = MixTape(
            span: span(of: graph, releaseFrames: lanes.map(\.tailFrames).max() ?? 0), sampleRate: options.sampleRate,
            fadeOutSeconds: style.chain == nil && loop == nil ? fadeOutSeconds : nil, spoolFolder: spoolFolder)
        let recorders = try stems?.begin(
            plan: plan, graph: graph, tape: tape, groups: style.stripGroups(score), gains: start.levels)
        try BlockPipeline(stages(lanes, graph, recorders ?? []), depth: Self.slots).run(threads: options.threads) {
            slot in
            tap?.listen(to: graph, slot: slot, frameCount: options.blockFrames)
            try tape.append(graph.mix(slot: slot, frameCount: options.blockFrames), progress: progress)
            return !tape.isFull
        }
        // Unique warnings in the order of the lanes.
        var warnings: [String] = []
        for warning in lanes.flatMap(\.warnings) + silentStrips(start.levels) + lengthWarning
        where !warnings.contains(warning) {
            warnings.append(warning)
        }
        return tape.finish(warnings: warnings)
    }

    private func span(of graph: RenderGraph, releaseFrames: Int) -> RenderSpan {
        let rate = Double(options.sampleRate)
        if let exactFrames { return RenderSpan(graph, exactly: exactFrames) }
        if let loop { return RenderSpan(graph, loop: loop) }
        let fadeFrames = style.chain == nil ? Int(style.master.fadeOut * rate) : 0
        return RenderSpan(
            graph, musicFrames: musicFrames, sampleRate: options.sampleRate, releaseFrames: releaseFrames,
            leastTailFrames: fadeFrames)
    }

    private var loop: LoopPasses? { options.loop?.passes(score, sampleRate: options.sampleRate) }

    /// The exact length asked for, without the silence at the end; nil for the music and its tails.
    private var exactFrames: Int? {
        guard let seconds = options.exactSeconds else { return nil }
        let frames = max(0, Int(((seconds - style.master.silence) * Double(options.sampleRate)).rounded()))
        guard audio == nil, performance.lengthFrames > 0 else { return frames }
        let last = score.meterMap.bars(upTo: score.lastNoteEndTick).last
        let barFrames = last.map { frame(at: $0.endTick) - frame(at: $0.startTick) } ?? 0
        // What rings after the music, and the fade, may take a bar more than the fade.
        let afterFrames = frames - performance.lengthFrames
        let fadeFrames = Int(style.master.fadeOut * Double(options.sampleRate))
        return (-barFrames...(barFrames + fadeFrames)).contains(afterFrames) ? frames : nil
    }

    private func frame(at tick: Int) -> Int { score.tempoMap.frame(at: tick, sampleRate: options.sampleRate) }

    /// Fade at the end, in seconds: longer if it cuts music off.
    private var fadeOutSeconds: Double {
        let cuts = exactFrames.map { performance.lengthFrames > $0 } ?? false
        return max(style.master.fadeOut, cuts ? Self.cuttingFadeSeconds : 0)
    }

    private static let cuttingFadeSeconds = 2.0

    /// Why the recording has another length than was asked for; none if it has that.
    private var lengthWarning: [String] {
        guard options.exactSeconds != nil, exactFrames == nil,
            !score.remarks.contains(where: { $0.hasPrefix("length:") })
        else { return [] }
        let seconds = Double(performance.lengthFrames) / Double(options.sampleRate)
        return ["the length asked for is not met: the music ends after \(Int(seconds.rounded())) s"]
    }

    private var musicFrames: Int {
        if let exactFrames { return exactFrames }
        return max(performance.lengthFrames, audio?.hearing.frameCount ?? 0)
    }

    /// One warning for each strip whose parts should sound and do not.
    private func silentStrips(_ levels: [String: Double]) -> [String] {
        style.stripGroups(score).filter { group in
            levels[group.name] == nil && group.parts.contains { performance.parts[$0].isAudible }
        }.map { "'\($0.name)' is silent: its instrument in \(common.soundFont) makes no sound for these notes" }
    }

    private func synthesizer(of strip: Style.Strip) throws(StyleError) -> SynthesizerUse {
        try style.synthesizer(of: strip, wanted: options.synthesizer, catalog: catalog)
    }

    /// The synthesis lanes, followed by the steps of the graph and the writing of the stems.
    private func stages(
        _ lanes: [any StemLane], _ graph: RenderGraph, _ recorders: [StemSession.Recording]
    ) -> [BlockPipeline.Stage] {
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
        let writing = recorders.map { recording in
            BlockPipeline.Stage(needs: [lanes.count + recording.step]) { slot in
                try recording.recorder.append(graph.output(ofStep: recording.step, slot: slot, frameCount: frames))
            }
        }
        return playing + mixing + writing
    }

    /// Creates the graph and the lanes and measures the loudness of each strip's parts.
    private func makeStart(
        _ plan: GraphPlan, _ split: SynthesisSplit, stems: [Set<String>]
    ) throws -> (RenderGraph, Start) {
        let probes = try style.stripGroups(score).map { group in
            (group: group, probe: LoudnessProbe(use: try synthesizer(of: group.strip), common: common))
        }
        let halves: [@Sendable () throws -> Start] = [0, 1].map { half in
            { try self.start(half, split, probes) }
        }
        let graph: RenderGraph
        let starts: [Start]
        if options.threads == 1 {
            graph = try makeGraph(plan, stems)
            starts = try halves.map { try $0() }
        } else {
            let workers = halves.map { half in Result { try WorkerThread(half) } }
            let made = Result { try makeGraph(plan, stems) }
            // Join every thread before throwing an error.
            let results = workers.map { worker in Result { try worker.get().join() } }
            starts = try results.map { try $0.get() }
            graph = try made.get()
        }
        let start = starts.reduce(into: Start()) { all, half in
            all.lanes.merge(half.lanes) { $1 }
            all.levels.merge(half.levels) { $1 }
        }
        if start.levels.isEmpty, performance.parts.contains(where: \.isAudible) {
            throw SynthesisError.soundFont(
                common.soundFont.description, reason: "none of its presets makes a sound for this song's notes")
        }
        return (graph, start)
    }

    /// Prepares one half: every other lane, and the loudness of every other strip's parts.
    private func start(
        _ half: Int, _ split: SynthesisSplit, _ probes: [(group: Style.StripGroup, probe: LoudnessProbe)]
    ) throws -> Start {
        var start = Start()
        for number in stride(from: half, to: split.lanes.count, by: 2) {
            start.lanes[number] = try SynthesisLane(
                split.lanes[number], number: number, performance: performance, common: common, slots: Self.slots,
                blockFrames: options.blockFrames, loop: loop)
        }
        let slow = Performance(score, sampleRate: LoudnessProbe.sampleRate)
        for index in stride(from: half, to: probes.count, by: 2) {
            let (group, probe) = probes[index]
            start.levels[group.name] = try probe.loudness(of: group.parts.map { slow.parts[$0] }, name: group.name)
        }
        return start
    }

    private func graphPlan(_ split: SynthesisSplit) throws -> GraphPlan {
        var stems: [String: [GraphPlan.StemUse]] = [:]
        for group in style.stripGroups(score) {
            // Parts that share a stem must be mixed only once.
            let indices = Set(group.parts.map { split.stemIndex(ofPart: $0) })
            stems[group.name] = indices.sorted().map { GraphPlan.StemUse(index: $0, gain: StereoFrame(repeating: 1)) }
        }
        let recording = audio.map { _ in
            GraphPlan.StemUse(index: split.recordingIndex, gain: StereoFrame(repeating: 1))
        }
        return try options.channels.applied(
            to: style.graphPlan(stems: stems, recording: recording, catalog: catalog), groups: style.stripGroups(score),
            score: score, stemIndex: split.stemIndex)
    }

    /// Sets the gain of every strip from its target loudness and pan.
    private func setGains(of graph: RenderGraph, _ levels: [String: Double]) {
        for group in style.stripGroups(score) {
            let balance = StereoFrame.balance(group.strip.pan)
            graph.setGain(balance * Decibels.amplitude(group.gainDecibels(levels)), ofStrip: group.name)
        }
        if let audio, style.chain == nil, audio.hearing.loudness.isFinite {
            let gain = max(-40, min(40, style.recordingLevel - audio.hearing.loudness))
            graph.setGain(StereoFrame(repeating: Decibels.amplitude(gain)), ofStrip: Style.recordingStrip)
        }
    }

    private func makeGraph(_ plan: GraphPlan, _ stems: [Set<String>]) throws -> RenderGraph {
        do {
            return try RenderGraph(
                plan, sampleRate: Double(options.sampleRate),
                maximumBlockFrames: options.blockFrames,
                arc: loop.map { SongArc(score, sampleRate: options.sampleRate, loopFrames: $0.frames) }
                    ?? SongArc(score, sampleRate: options.sampleRate, endFrame: musicFrames),
                clips: AudioClips.load(plan.audioFiles, sampleRate: options.sampleRate), stems: stems,
                loop: loop, slots: Self.slots, seed: options.seed)
        } catch let error as GraphError {
            throw StyleError(place: style.master.place, reason: error.description)
        }
    }
}

extension StereoFrame {
    /// Left and right gains for a pan position of -1 (left) to 1 (right): constant power, unity in the center.
    fileprivate static func balance(_ place: Double) -> StereoFrame {
        // sin² and cos² of the panning angle are (1 ± place) / 2, which avoids libm's platform differences.
        StereoFrame(Float((1 - place).squareRoot()), Float((1 + place).squareRoot()))
    }
}
