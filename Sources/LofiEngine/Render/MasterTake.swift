import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin

/// One pass of the mix through the master's gain, soft clipper and limiter, latency-compensated, with meters and dither.
///
/// Each stage has its own state and runs on one thread at a time (`BlockPipeline`).
final class MasterTake: @unchecked Sendable {
    static let blockFrames = 8192
    static let slots = 4

    /// The contents of one slot.
    private struct Block {
        /// The whole buffer.
        let storage: AudioBlock
        /// The filled part of the buffer.
        var frames: AudioBlock
        /// The same frames as integers in the upper bits of 32, interleaved, left first.
        let samples: UnsafeMutablePointer<Int32>
    }

    private let spool: MixSpool
    /// Whether the mix goes on with its beginning behind its end.
    private let isLoop: Bool
    private let gain: Float
    private let softClip: SoftClip?
    private let limiter: TruePeakLimiter?
    private let loudness: LoudnessMeter
    private let truePeak: TruePeakMeter
    private var dither: TPDFDither
    private let isInteger: Bool
    /// Number of latency frames still to be skipped before the first frame of the mix.
    private var late: Int
    /// Number of frames of the mix still to be given out.
    private var left: Int
    private let blocks: UnsafeMutableBufferPointer<Block>

    /// Length in seconds of what a loop's own end plays before its beginning, so that clipper and limiter are as they remain.
    private static let leadInSeconds = 4.0

    /// - Parameters:
    ///   - limits: whether the soft clipper and the limiter work.
    ///   - isLoop: whether the mix is a loop.
    init(
        _ mix: MixTape.Mix, gainDecibels: Double, master: Style.Master, limits: Bool, isLoop: Bool, format: AudioFormat,
        seed: UInt64
    ) throws(FileError) {
        let rate = Double(format.sampleRate)
        spool = mix.spool
        self.isLoop = isLoop
        let leadIn = isLoop ? min(mix.frameCount, Int(Self.leadInSeconds * rate)) : 0
        try spool.rewind(toFrame: isLoop ? mix.frameCount - leadIn : 0)
        gain = Decibels.amplitude(gainDecibels)
        softClip =
            limits && master.softClip > 0
            ? SoftClip(kneeDecibels: master.softClip, ceilingDecibels: master.ceiling) : nil
        limiter = limits ? TruePeakLimiter(ceilingDecibels: master.ceiling, sampleRate: rate) : nil
        loudness = LoudnessMeter(sampleRate: rate)
        // If the limiter was active, the peak is at the ceiling; otherwise the sample peak is a lower bound.
        let known = min(mix.samplePeak * Double(gain), Double(Decibels.amplitude(master.ceiling - 0.5)))
        truePeak = TruePeakMeter(known: known)
        dither = TPDFDither(
            bits: format.sampleFormat == .int24 ? 24 : 16, shapesNoise: master.shapesNoise,
            random: RandomStream(seed: seed, place: "master/dither"))
        isInteger = format.isInteger
        late = leadIn + (limiter?.latencyFrames ?? 0) + (softClip?.latencyFrames ?? 0)
        left = mix.frameCount
        blocks = .allocate(capacity: Self.slots)
        for slot in 0..<Self.slots {
            let storage = AudioBlock.allocate(capacity: Self.blockFrames)
            storage.initialize(repeating: .zero)
            let samples = UnsafeMutablePointer<Int32>.allocate(capacity: 2 * Self.blockFrames)
            samples.initialize(repeating: 0, count: 2 * Self.blockFrames)
            blocks.initializeElement(at: slot, to: Block(storage: storage, frames: storage, samples: samples))
        }
    }

    deinit {
        for block in blocks {
            block.storage.deallocate()
            block.samples.deallocate()
        }
        blocks.deallocate()
    }

    /// Integrated loudness so far in LUFS.
    var integratedLoudness: Double { loudness.integrated }
    /// True peak so far in dBTP.
    var truePeakDecibels: Double { truePeak.peakDecibels }
    /// Loudness of everything measured so far.
    var programmeLoudness: ProgrammeLoudness { ProgrammeLoudness(loudness, truePeak: truePeak.peakDecibels) }
    /// Measures frames that are added behind the mix.
    func measure(_ block: AudioBlock) { loudness.add(block) }
    /// Mean gain of the limiter in dB, 0 or less.
    var limiting: Double { limiter?.meanGainDecibels ?? 0 }

    /// The limiter, followed by the meters and the dither that depend on it.
    var stages: [BlockPipeline.Stage] {
        let limiting = BlockPipeline.Stage(needs: []) { [self] in try limit(slot: $0) }
        let listeners: [(Int) -> Void] = [
            { [self] in loudness.add(blocks[$0].frames) },
            { [self] in truePeak.add(blocks[$0].frames) },
            { [self] in
                if isInteger {
                    dither.quantise(UnsafeBufferPointer(blocks[$0].frames), into: blocks[$0].samples)
                }
            },
        ]
        return [limiting] + listeners.map { BlockPipeline.Stage(needs: [0], work: $0) }
    }

    /// The contents of a slot that all stages are done with; empty past the end.
    func finished(slot: Int) -> FinishedBlock {
        FinishedBlock(frames: blocks[slot].frames, samples: blocks[slot].samples)
    }

    /// Reads the next frames of the mix, those of a loop round and round.
    /// - Returns: the number of frames; fewer than fit at the end of a song.
    private func fill(_ buffer: AudioBlock) throws(FileError) -> Int {
        var read = try spool.read(into: buffer)
        while isLoop, read < buffer.count {
            try spool.rewind()
            read += try spool.read(into: AudioBlock(rebasing: buffer[read...]))
        }
        return read
    }

    private func limit(slot: Int) throws(FileError) {
        let buffer = blocks[slot].storage
        let read = try fill(buffer)
        // Feed silence after the end to flush the limiter.
        for index in read..<buffer.count { buffer[index] = .zero }
        for index in 0..<read { buffer[index] *= gain }
        softClip?.process(buffer)
        limiter?.process(buffer)
        let skipped = min(late, buffer.count)
        late -= skipped
        let count = min(left, buffer.count - skipped)
        blocks[slot].frames = AudioBlock(rebasing: buffer[skipped..<(skipped + count)])
        left -= count
    }
}
