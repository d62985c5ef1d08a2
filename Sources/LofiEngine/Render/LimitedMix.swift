import LofiDSP

/// A run of the master on its way from thread to thread; one owns it at a time.
final class MasterBlock: @unchecked Sendable {
    /// What is filled of it.
    fileprivate(set) var frames: AudioBlock
    fileprivate let storage: AudioBlock

    init(capacity: Int) {
        storage = .allocate(capacity: capacity)
        storage.initialize(repeating: .zero)
        frames = storage
    }

    deinit { storage.deallocate() }
}

/// The mix behind the master's gain, soft clip and limiter, their delay taken out. Used by one thread.
final class LimitedMix: @unchecked Sendable {
    private let spool: MixSpool
    private let gain: Float
    private let soft: SoftClip?
    private let limiter: TruePeakLimiter
    private var late: Int
    private var left: Int

    init(spool: MixSpool, frameCount: Int, gain: Float, softClip: SoftClip?, limiter: TruePeakLimiter) {
        self.spool = spool
        self.gain = gain
        soft = softClip
        self.limiter = limiter
        late = limiter.latencyFrames + (softClip?.latencyFrames ?? 0)
        left = frameCount
    }

    /// How hard the limiter worked so far, dB.
    var limiting: Double { limiter.meanGainDecibels }

    /// - Returns: false where nothing is left.
    func fill(_ block: MasterBlock) throws -> Bool {
        guard left > 0 else { return false }
        let buffer = block.storage
        let read = try spool.read(into: buffer)
        // Behind the end comes silence, until the limiter has given all back.
        for index in read..<buffer.count { buffer[index] = .zero }
        for index in 0..<read { buffer[index] *= gain }
        soft?.process(buffer)
        limiter.process(buffer)
        let skipped = min(late, buffer.count)
        late -= skipped
        let count = min(left, buffer.count - skipped)
        block.frames = AudioBlock(rebasing: buffer[skipped..<(skipped + count)])
        left -= count
        return true
    }
}
