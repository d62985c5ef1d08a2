import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin

/// The second pass: brings the mix to the target loudness under the true-peak ceiling and writes the file.
struct MasterPass {
    let mix: MixTape.Mix
    let master: Style.Master
    let options: SongRenderer.Options

    struct Result {
        let frameCount: Int
        /// Integrated loudness in LUFS.
        let loudness: Double
        /// True peak in dBTP.
        let truePeak: Double
        /// Mean gain of the limiter in dB, 0 or less.
        let limiting: Double
        let warnings: [String]
    }

    /// Searches for the gain and writes every trial to the file, because most songs need only one.
    func run(to output: AudioOutput, progress: (_ done: Int, _ total: Int) -> Void) throws -> Result {
        var search = MasterGainSearch(
            targetLoudness: master.loudness, measuredLoudness: mix.loudness,
            truePeakDecibels: Decibels.level(mix.samplePeak), ceilingDecibels: master.ceiling)
        // A second trial starts over, but reported progress must not go back.
        var told = 0
        while true {
            let (gain, isTrial) = (search.gainDecibels, !search.isDone)
            let take = try MasterTake(
                mix, gainDecibels: gain, master: master, format: output.format, seed: options.seed)
            try write(take, to: output) { done in
                guard done > told else { return }
                told = done
                progress(done, mix.frameCount)
            }
            if isTrial { search.report(limitedLoudness: take.integratedLoudness) }
            if search.isDone && search.gainDecibels == gain {
                try output.file.commit()
                return Result(
                    frameCount: mix.frameCount + silenceFrames, loudness: take.integratedLoudness,
                    truePeak: take.truePeakDecibels, limiting: take.limiting,
                    warnings: warnings(loudness: take.integratedLoudness))
            }
            try output.file.startOver()
        }
    }

    private func write(_ take: MasterTake, to output: AudioOutput, progress: (_ done: Int) -> Void) throws {
        let writer = try output.writer(frameCount: mix.frameCount + silenceFrames)
        var written = 0
        try BlockPipeline(take.stages, depth: MasterTake.slots).run(threads: options.threads) { slot in
            written += try take.write(slot: slot, to: writer)
            progress(written)
            return written < mix.frameCount
        }
        try writeSilence(writer)
        try writer.finish()
    }

    private var silenceFrames: Int { Int(master.silence * Double(options.sampleRate)) }

    /// Writes digital silence, without dither.
    private func writeSilence(_ writer: AudioFileWriter) throws(FileError) {
        let zeros = AudioBlock.allocate(capacity: MasterTake.blockFrames)
        defer { zeros.deallocate() }
        zeros.initialize(repeating: .zero)
        for start in stride(from: 0, to: silenceFrames, by: zeros.count) {
            try writer.write(AudioBlock(rebasing: zeros[..<min(zeros.count, silenceFrames - start)]))
        }
    }

    private func warnings(loudness: Double) -> [String] {
        guard loudness.isFinite else {
            return mix.samplePeak > 0
                ? ["too short or too quiet to measure the loudness; the peak was set to the ceiling instead"]
                : ["the song is silent: its volume is zero throughout"]
        }
        guard abs(loudness - master.loudness) > 0.1 else { return [] }
        return ["a loudness of \(master.loudness) LUFS cannot be reached under a ceiling of \(master.ceiling) dBTP"]
    }
}
