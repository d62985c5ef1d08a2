import LofiAudioFile
import LofiDSP
import LofiPlatform
import LofiPlugin

/// One run of the mix through the master's gain, soft clip and limiter, their delay taken out, with its meters and its dither.
///
/// Each stage has its own state and is worked on by one thread at a time (`BlockPipeline`).
final class MasterTake: @unchecked Sendable {
    static let blockFrames = 8192
    static let slots = 4

    /// What one slot holds.
    private struct Block {
        /// All of its room.
        let storage: AudioBlock
        /// What is filled of it.
        var frames: AudioBlock
        /// The same as whole numbers at the top of 32 bits, left before right.
        let samples: UnsafeMutablePointer<Int32>
    }

    private let spool: MixSpool
    private let gain: Float
    private let softClip: SoftClip?
    private let limiter: TruePeakLimiter
    private let loudness: LoudnessMeter
    private let truePeak: TruePeakMeter
    private var dither: TPDFDither
    private let isInteger: Bool
    /// How many frames are still to come before the first of the mix.
    private var late: Int
    private var left: Int
    private let blocks: UnsafeMutableBufferPointer<Block>

    init(
        _ mix: MixTape.Mix, gainDecibels: Double, master: Style.Master, format: AudioFormat, seed: UInt64
    ) throws(FileError) {
        let rate = Double(format.sampleRate)
        spool = mix.spool
        try spool.rewind()
        gain = Decibels.amplitude(gainDecibels)
        softClip =
            master.softClip > 0
            ? SoftClip(kneeDecibels: master.softClip, ceilingDecibels: master.ceiling) : nil
        limiter = TruePeakLimiter(ceilingDecibels: master.ceiling, sampleRate: rate)
        loudness = LoudnessMeter(sampleRate: rate)
        // Where the limiter worked the peak is at the ceiling, else the samples' own peak is a part of it.
        let known = min(mix.samplePeak * Double(gain), Double(Decibels.amplitude(master.ceiling - 0.5)))
        truePeak = TruePeakMeter(known: known)
        dither = TPDFDither(
            bits: format.sampleFormat == .int24 ? 24 : 16, shapesNoise: master.shapesNoise,
            random: RandomStream(seed: seed, place: "master/dither"))
        isInteger = format.isInteger
        late = limiter.latencyFrames + (softClip?.latencyFrames ?? 0)
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

    /// Integrated, of all so far, LUFS.
    var integratedLoudness: Double { loudness.integrated }
    /// Of all so far, dBTP.
    var truePeakDecibels: Double { truePeak.peakDecibels }
    /// How hard the limiter worked, dB.
    var limiting: Double { limiter.meanGainDecibels }

    /// The limiter, and what listens to it.
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

    /// Writes the block in a slot that all stages are done with.
    /// - Returns: how many frames it has; none behind the end.
    func write(slot: Int, to writer: AudioFileWriter) throws(FileError) -> Int {
        let (frames, samples) = (blocks[slot].frames, blocks[slot].samples)
        if isInteger {
            try writer.write(UnsafeBufferPointer(start: samples, count: 2 * frames.count))
        } else {
            try writer.write(frames)
        }
        return frames.count
    }

    private func limit(slot: Int) throws(FileError) {
        let buffer = blocks[slot].storage
        let read = try spool.read(into: buffer)
        // Behind the end comes silence, until the limiter has given all back.
        for index in read..<buffer.count { buffer[index] = .zero }
        for index in 0..<read { buffer[index] *= gain }
        softClip?.process(buffer)
        limiter.process(buffer)
        let skipped = min(late, buffer.count)
        late -= skipped
        let count = min(left, buffer.count - skipped)
        blocks[slot].frames = AudioBlock(rebasing: buffer[skipped..<(skipped + count)])
        left -= count
    }
}
