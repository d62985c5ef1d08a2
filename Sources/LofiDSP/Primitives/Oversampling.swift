import LofiPlugin

/// Runs a curve that makes new overtones at a rate so high that few of them fold back.
///
/// Half-band filters double the rate as often as it takes, so that the curve sees much the same rate, and sounds the same,
/// whatever the host's.
final class Oversampling {
    /// How many frames the curve sees for each one.
    let factor: Int
    let latencyFrames: Int

    private let stages: [HalfBand]
    /// Of each stage's doubled rate.
    private let buffers: [UnsafeMutablePointer<StereoFrame>]
    /// Frames, at half of the highest rate, that make the latency a whole number.
    private let padding: Int
    private let capacity: Int

    /// - Parameter leastRate: of the curve; the rate is doubled once at least.
    convenience init(sampleRate: Double, leastRate: Double, maximumBlockFrames: Int) {
        var count = 1
        while sampleRate * Double(1 << count) < leastRate { count += 1 }
        self.init(doublings: count, maximumBlockFrames: maximumBlockFrames)
    }

    /// - Parameters:
    ///   - doublings: of the rate, one to five.
    ///   - taps: of the first half-band filter; 32 are flat to 0.41 of the rate, and images lie 85 dB down from 0.59 on,
    ///     48 to 0.44 and from 0.56 on.
    init(doublings count: Int, taps first: Int = 32, maximumBlockFrames: Int) {
        capacity = min(maximumBlockFrames, 512)
        factor = 1 << count
        // Further doublings have room to be short.
        let taps = [first, 12, 8, 8, 8]
        var stages: [HalfBand] = []
        var buffers: [UnsafeMutablePointer<StereoFrame>] = []
        var latency = 0
        for stage in 0..<count {
            let frames = capacity << stage
            let halfBand = HalfBand(taps: taps[stage], beta: 8, maximumBlockFrames: frames)
            latency += halfBand.latencyFrames << (count - 1 - stage)
            stages.append(halfBand)
            // A half-band writes up to fourteen frames beyond.
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

    /// - Parameter curve: works on so many frames at the high rate, in place; an even number each time.
    @inline(__always)
    func process(_ block: AudioBlock, curve: (UnsafeMutablePointer<StereoFrame>, Int) -> Void) {
        guard let base = block.baseAddress else { return }
        var position = 0
        while position < block.count {
            let count = min(capacity, block.count - position)
            rise(base + position, count)
            curve(buffers[stages.count - 1], count * factor)
            fall(base + position, count)
            position += count
        }
    }

    private func rise(_ frames: UnsafeMutablePointer<StereoFrame>, _ count: Int) {
        var source = frames
        for (stage, halfBand) in stages.enumerated() {
            let target = buffers[stage] + (stage == stages.count - 2 ? padding : 0)
            halfBand.double(source, count: count << stage, into: target)
            source = target
        }
    }

    private func fall(_ frames: UnsafeMutablePointer<StereoFrame>, _ count: Int) {
        for stage in stages.indices.reversed() {
            let isPadded = stage == stages.count - 1 && stage > 0
            let target = stage == 0 ? frames : buffers[stage - 1] + (isPadded ? padding : 0)
            stages[stage].halve(buffers[stage], count: count << stage, into: target)
            if stage == stages.count - 2 { keepPadding(buffers[stage], count << (stage + 1)) }
        }
    }

    /// The last frames wait in front of the next block.
    private func keepPadding(_ buffer: UnsafeMutablePointer<StereoFrame>, _ frames: Int) {
        buffer.update(from: buffer + frames, count: padding)
    }
}
