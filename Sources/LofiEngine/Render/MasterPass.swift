import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin

/// The second pass: brings the mix to the target loudness under the true-peak ceiling and hands it over.
struct MasterPass {
    let mix: MixTape.Mix
    let master: Style.Master
    let options: SongRenderer.Options
    /// Whether the mix keeps its level: it gets no gain, and a float file no limiter either.
    let keepsLevel: Bool
    /// Whether the song sounds, so that a silent result is an error.
    let isAudible: Bool

    /// True peak in dBTP below which a result counts as silent: a 16-bit file holds nothing lower.
    private static let silentDecibels = -90.0

    struct Result {
        let frameCount: Int
        /// Gain before the soft clipper and the limiter, in dB.
        let gainDecibels: Double
        /// Integrated loudness in LUFS.
        let loudness: Double
        /// True peak in dBTP.
        let truePeak: Double
        /// Mean gain of the limiter in dB, 0 or less.
        let limiting: Double
        let warnings: [String]
    }

    /// Searches for the gain. Every trial is written, if the sink can start over, because most songs need only one.
    func run(
        to sink: inout some RecordingSink, progress: (_ done: Int, _ total: Int) throws -> Void
    ) throws -> Result {
        var search =
            keepsLevel
            ? nil
            : MasterGainSearch(
                targetLoudness: master.loudness, measuredLoudness: mix.loudness,
                truePeakDecibels: Decibels.level(mix.samplePeak), ceilingDecibels: master.ceiling)
        // A second trial starts over, but reported progress must not go back.
        var told = 0
        while true {
            let (gain, isTrial) = (search?.gainDecibels ?? 0, search?.isDone == false)
            let take = try MasterTake(
                mix, gainDecibels: gain, master: master, limits: !keepsLevel || sink.format.clips,
                isLoop: options.loop != nil, format: sink.format, seed: options.seed)
            let isWritten = sink.takesTrials || !isTrial
            if isWritten { try sink.begin(frameCount: frameCount) }
            try run(take) { block, done in
                if isWritten { try sink.write(block) }
                told = max(told, done)
                try progress(told, mix.frameCount)
            }
            if isTrial { search?.report(limitedLoudness: take.integratedLoudness) }
            let isKept = isWritten && search?.isDone != false && search?.gainDecibels ?? 0 == gain
            guard !isKept || !isAudible || take.truePeakDecibels > Self.silentDecibels else {
                throw RenderError.silent(truePeak: take.truePeakDecibels)
            }
            let integrated = take.integratedLoudness
            if isWritten {
                try writeSilence(to: &sink, measuredBy: take)
                try sink.finish(keeping: isKept ? take.programmeLoudness : nil)
            }
            if isKept {
                return Result(
                    frameCount: frameCount, gainDecibels: gain, loudness: integrated,
                    truePeak: take.truePeakDecibels, limiting: take.limiting,
                    warnings: warnings(loudness: integrated))
            }
        }
    }

    private func run(_ take: MasterTake, receive: (FinishedBlock, _ done: Int) throws -> Void) throws {
        var done = 0
        try BlockPipeline(take.stages, depth: MasterTake.slots).run(threads: options.threads) { slot in
            let block = take.finished(slot: slot)
            done += block.frames.count
            try receive(block, done)
            return done < mix.frameCount
        }
    }

    /// Length of the recording, with the silence at its end.
    var frameCount: Int { mix.frameCount + silenceFrames }
    private var silenceFrames: Int {
        options.loop == nil ? Int(master.silence * Double(options.sampleRate)) : 0
    }

    private func writeSilence(to sink: inout some RecordingSink, measuredBy take: MasterTake) throws {
        let zeros = FinishedBlock.allocateSilence(capacity: MasterTake.blockFrames)
        defer { zeros.deallocate() }
        for start in stride(from: 0, to: silenceFrames, by: zeros.frames.count) {
            let block = zeros.prefix(silenceFrames - start)
            take.measure(block.frames)
            try sink.write(block)
        }
    }

    private func warnings(loudness: Double) -> [String] {
        guard !keepsLevel else { return [] }
        guard loudness.isFinite else {
            return mix.samplePeak > 0
                ? ["too short or too quiet to measure the loudness; the peak was set to the ceiling instead"]
                : ["the song is silent: its volume is zero throughout"]
        }
        guard abs(loudness - master.loudness) > 0.1 else { return [] }
        return ["a loudness of \(master.loudness) LUFS cannot be reached under a ceiling of \(master.ceiling) dBTP"]
    }
}

extension AudioFormat {
    /// Whether it holds nothing beyond full scale, or may distort it.
    fileprivate var clips: Bool { isInteger || ![.wav, .aiff].contains(container) }
}
