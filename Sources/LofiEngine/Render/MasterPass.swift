import CPlatform
import LofiAudioFile
import LofiCore
import LofiDSP

/// The second pass: brings the mix to its loudness under its ceiling, and writes it.
///
/// Gain and limiter run on a thread of their own, meters, dither and encoder behind a queue on this one. Or all on this one.
struct MasterPass {
    let mix: MixPass.Mix
    let master: Style.Master
    let options: SongRenderer.Options

    struct Result {
        let frameCount: Int
        let loudness: Double
        let truePeak: Double
        /// The limiter's mean gain, dB.
        let limiting: Double
        let warnings: [String]
    }

    private static let blockFrames = 8192
    private static let blocksInFlight = 3

    func run(to output: OutputFile, progress: (_ done: Int, _ total: Int) -> Void) throws -> Result {
        let gain = try findGain()
        let writer = try AudioFileWriter(
            descriptor: output.descriptor, format: output.format, frameCount: mix.frameCount + silenceFrames,
            path: output.path)
        let loudness = LoudnessMeter(sampleRate: Double(options.sampleRate))
        // Where the limiter worked the peak is at the ceiling, else the samples' own peak is a part of it.
        let known = min(
            mix.samplePeak * Double(Decibels.amplitude(gain)), Double(Decibels.amplitude(master.ceiling - 0.5)))
        let peak = TruePeakMeter(known: known)
        var dither = TPDFDither(
            bits: options.sampleFormat == .int24 ? 24 : 16, shapesNoise: master.shapesNoise,
            random: RandomStream(seed: options.seed, place: "master/dither"))
        let samples = UnsafeMutablePointer<Int32>.allocate(capacity: 2 * Self.blockFrames)
        defer { samples.deallocate() }
        var written = 0
        let limiting = try forEachBlock(gainDecibels: gain) { block in
            loudness.add(block)
            peak.add(block)
            if output.format.isInteger {
                dither.quantise(UnsafeBufferPointer(block), into: samples)
                try writer.write(UnsafeBufferPointer(start: samples, count: 2 * block.count))
            } else {
                try writer.write(block)
            }
            written += block.count
            progress(written, mix.frameCount)
        }
        try writeSilence(writer, samples)
        try writer.finish()
        try output.commit()
        return Result(
            frameCount: written + silenceFrames, loudness: loudness.integrated, truePeak: peak.peakDecibels,
            limiting: limiting,
            warnings: warnings(loudness: loudness.integrated))
    }

    /// The gain in dB with which the limited mix has the loudness that the style asks for.
    private func findGain() throws -> Double {
        var search = MasterGainSearch(
            targetLoudness: master.loudness, measuredLoudness: mix.loudness,
            truePeakDecibels: Decibels.level(mix.samplePeak), ceilingDecibels: master.ceiling)
        while !search.isDone {
            let meter = LoudnessMeter(sampleRate: Double(options.sampleRate))
            try forEachBlock(gainDecibels: search.gainDecibels) { block in meter.add(block) }
            search.report(limitedLoudness: meter.integrated)
        }
        return search.gainDecibels
    }

    /// Plays the mix from the spool through gain, soft clip and limiter.
    /// - Returns: the limiter's mean gain, dB.
    @discardableResult
    private func forEachBlock(gainDecibels: Double, _ body: (AudioBlock) throws -> Void) throws -> Double {
        try mix.spool.rewind()
        let softClip =
            master.softClip > 0
            ? SoftClip(kneeDecibels: master.softClip, ceilingDecibels: master.ceiling) : nil
        let source = LimitedMix(
            spool: mix.spool, frameCount: mix.frameCount, gain: Decibels.amplitude(gainDecibels),
            softClip: softClip,
            limiter: TruePeakLimiter(ceilingDecibels: master.ceiling, sampleRate: Double(options.sampleRate)))
        if options.usesOneThread {
            let block = MasterBlock(capacity: Self.blockFrames)
            while try source.fill(block) { try body(block.frames) }
        } else {
            try forEachBlock(limitedAhead: source, body)
        }
        return source.limiting
    }

    private func forEachBlock(limitedAhead source: LimitedMix, _ body: (AudioBlock) throws -> Void) throws {
        let filled = BlockQueue<MasterBlock>(capacity: Self.blocksInFlight)
        let empty = BlockQueue<MasterBlock>(capacity: Self.blocksInFlight)
        for _ in 0..<Self.blocksInFlight { empty.put(MasterBlock(capacity: Self.blockFrames)) }
        let limiting = WorkerThread<Void> {
            defer { filled.close() }
            lofi_flush_denormals_to_zero()
            while let block = empty.take() {
                guard try source.fill(block), filled.put(block) else { return }
            }
        }
        do {
            while let block = filled.take() {
                try body(block.frames)
                empty.put(block)
            }
        } catch {
            filled.close()
            empty.close()
            try limiting.join()
            throw error
        }
        try limiting.join()
    }

    private var silenceFrames: Int { Int(master.silence * Double(options.sampleRate)) }

    /// Zeros, without dither.
    private func writeSilence(_ writer: AudioFileWriter, _ samples: UnsafeMutablePointer<Int32>) throws {
        samples.initialize(repeating: 0, count: 2 * Self.blockFrames)
        var left = silenceFrames
        while left > 0 {
            let count = min(left, Self.blockFrames)
            try writer.write(UnsafeBufferPointer(start: samples, count: 2 * count))
            left -= count
        }
    }

    private func warnings(loudness: Double) -> [String] {
        guard loudness.isFinite else { return ["the result is silent"] }
        guard abs(loudness - master.loudness) > 0.1 else { return [] }
        return ["the loudness of \(master.loudness) LUFS cannot be had under a ceiling of \(master.ceiling) dBTP"]
    }
}
