import LofiPlugin

/// Runs a non-linear stage at a sample rate high enough to keep aliasing low.
///
/// Half-band filters double the rate as often as needed, so that the stage runs at about the same rate, and sounds the
/// same, whatever the host's.
public final class Oversampling {
    /// Oversampling factor.
    public let factor: Int
    /// Latency in frames at the host's rate.
    public let latencyFrames: Int

    private let stages: [HalfBand]
    /// Output of each stage at its doubled rate.
    private let buffers: [UnsafeMutablePointer<StereoFrame>]
    /// Padding frames, at half of the highest rate, that make the latency a whole number.
    private let padding: Int
    private let capacity: Int

    /// - Parameter minimumRate: of the non-linear stage in Hz; the rate is doubled at least once.
    public convenience init(sampleRate: Double, minimumRate: Double, maximumBlockFrames: Int) {
        var count = 1
        while sampleRate * Double(1 << count) < minimumRate { count += 1 }
        self.init(doublings: count, maximumBlockFrames: maximumBlockFrames)
    }

    /// - Parameters:
    ///   - count: number of doublings, at least one.
    ///   - first: taps of the first half-band filter; 32 are flat to 0.41 of the rate, with images 85 dB down from 0.59
    ///     on; 48 are flat to 0.44, with images down from 0.56 on.
    init(doublings count: Int, taps first: Int = 32, maximumBlockFrames: Int) {
        capacity = min(maximumBlockFrames, 512)
        factor = 1 << count
        // Further doublings have a wide transition band and can be short.
        let taps = [first, 12]
        var stages: [HalfBand] = []
        var buffers: [UnsafeMutablePointer<StereoFrame>] = []
        var latency = 0
        for stage in 0..<count {
            let frames = capacity << stage
            let halfBand = HalfBand(taps: stage < taps.count ? taps[stage] : 8, beta: 8, maximumBlockFrames: frames)
            latency += halfBand.latencyFrames << (count - 1 - stage)
            stages.append(halfBand)
            // A half-band filter writes up to fourteen frames beyond.
            let room = 2 * frames + (1 << count) + 14
            let buffer = UnsafeMutablePointer<StereoFrame>.allocate(capacity: room)
            buffer.initialize(repeating: .zero, count: room)
            buffers.append(buffer)
        }
        let whole = 1 << (count - 1)
        padding = (whole - latency % whole) % whole
        latencyFrames = (latency + padding) / whole
        self.stages = stages
        self.buffers = buffers
    }

    deinit { for buffer in buffers { buffer.deallocate() } }

    /// Processes the block in place.
    ///
    /// - Parameter curve: processes an even number of frames in place at the high rate.
    @inline(__always)
    public func process(_ block: AudioBlock, curve: (UnsafeMutablePointer<StereoFrame>, Int) -> Void) {
        guard let base = block.baseAddress else { return }
        var position = 0
        while position < block.count {
            let count = min(capacity, block.count - position)
            upsample(base + position, count)
            curve(buffers[stages.count - 1], count * factor)
            downsample(base + position, count)
            position += count
        }
    }

    private func upsample(_ frames: UnsafeMutablePointer<StereoFrame>, _ count: Int) {
        var source = frames
        for (stage, halfBand) in stages.enumerated() {
            let target = buffers[stage] + (stage == stages.count - 2 ? padding : 0)
            halfBand.double(source, count: count << stage, into: target)
            source = target
        }
    }

    private func downsample(_ frames: UnsafeMutablePointer<StereoFrame>, _ count: Int) {
        for stage in stages.indices.reversed() {
            let isPadded = stage == stages.count - 1 && stage > 0
            let target = stage == 0 ? frames : buffers[stage - 1] + (isPadded ? padding : 0)
            stages[stage].halve(buffers[stage], count: count << stage, into: target)
            if stage == stages.count - 2 { keepPadding(buffers[stage], count << (stage + 1)) }
        }
    }

    /// Keeps the last frames as padding before the next block.
    private func keepPadding(_ buffer: UnsafeMutablePointer<StereoFrame>, _ frames: Int) {
        buffer.update(from: buffer + frames, count: padding)
    }
}
