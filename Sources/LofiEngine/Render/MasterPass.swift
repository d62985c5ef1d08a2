import LofiAudioFile
import LofiCore
import LofiDSP

/// The second pass: brings the mix to its loudness under its ceiling, and writes it.
struct MasterPass {
    let mix: MixPass.Mix
    let master: Style.Master
    let options: SongRenderer.Options

    struct Result {
        let frameCount: Int
        let loudness: Double
        let truePeak: Double
        let warnings: [String]
    }

    private static let blockFrames = 4096

    func run(to output: OutputFile, progress: (_ done: Int, _ total: Int) -> Void) throws -> Result {
        let gain = try findGain()
        let writer = try AudioFileWriter(
            descriptor: output.descriptor, format: output.format, frameCount: mix.frameCount, path: output.path)
        let loudness = LoudnessMeter(sampleRate: Double(options.sampleRate))
        let peak = TruePeakMeter()
        var dither = TPDFDither(
            bits: options.sampleFormat == .int24 ? 24 : 16,
            random: RandomStream(seed: options.seed, place: "master/dither"))
        let samples = UnsafeMutablePointer<Int32>.allocate(capacity: 2 * Self.blockFrames)
        defer { samples.deallocate() }
        var written = 0
        try forEachBlock(gainDecibels: gain) { block throws(AudioFileError) in
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
        try writer.finish()
        try output.commit()
        return Result(
            frameCount: written, loudness: loudness.integrated, truePeak: peak.peakDecibels,
            warnings: warnings(loudness: loudness.integrated))
    }

    /// The gain in dB with which the limited mix has the loudness that the style asks for.
    private func findGain() throws(AudioFileError) -> Double {
        var search = MasterGainSearch(
            targetLoudness: master.loudness, measuredLoudness: mix.loudness, truePeakDecibels: mix.truePeak,
            ceilingDecibels: master.ceiling)
        while !search.isDone {
            let meter = LoudnessMeter(sampleRate: Double(options.sampleRate))
            try forEachBlock(gainDecibels: search.gainDecibels) { block in meter.add(block) }
            search.report(limitedLoudness: meter.integrated)
        }
        return search.gainDecibels
    }

    /// Plays the mix from the spool through gain and limiter.
    private func forEachBlock(
        gainDecibels: Double, _ body: (AudioBlock) throws(AudioFileError) -> Void
    ) throws(AudioFileError) {
        let limiter = TruePeakLimiter(ceilingDecibels: master.ceiling, sampleRate: Double(options.sampleRate))
        let gain = Decibels.amplitude(gainDecibels)
        let buffer = AudioBlock.allocate(capacity: Self.blockFrames)
        buffer.initialize(repeating: .zero)
        defer { buffer.deallocate() }
        try mix.spool.rewind()
        var late = limiter.latencyFrames
        var left = mix.frameCount
        while left > 0 {
            let read = try mix.spool.read(into: buffer)
            // Behind the end comes silence, until the limiter has given all back.
            for index in read..<buffer.count { buffer[index] = .zero }
            for index in 0..<read { buffer[index] *= gain }
            limiter.process(buffer)
            let skipped = min(late, buffer.count)
            late -= skipped
            let count = min(left, buffer.count - skipped)
            if count > 0 { try body(AudioBlock(rebasing: buffer[skipped..<(skipped + count)])) }
            left -= count
        }
    }

    private func warnings(loudness: Double) -> [String] {
        guard loudness.isFinite else { return ["the result is silent"] }
        guard abs(loudness - master.loudness) > 0.1 else { return [] }
        return ["the loudness of \(master.loudness) LUFS cannot be had under a ceiling of \(master.ceiling) dBTP"]
    }
}
