/// Bends a sound at four times its rate, so that the new overtones do not fold back into it.
///
/// Two half-band filters (see `HalfBand`): the first is flat to 0.41 of the rate and 85 dB down from 0.59 on; the
/// second has room to be short.
final class Oversampler {
    let latencyFrames: Int
    private let first: HalfBand
    private let second: HalfBand
    private let doubled: UnsafeMutablePointer<StereoFrame>
    private let quadrupled: UnsafeMutablePointer<StereoFrame>
    private let capacity: Int

    init(maximumBlockFrames: Int) {
        capacity = min(maximumBlockFrames, 512)
        first = HalfBand(taps: 32, beta: 8, maximumBlockFrames: capacity)
        second = HalfBand(taps: 12, beta: 8, maximumBlockFrames: 2 * capacity)
        latencyFrames = first.latencyFrames + (second.latencyFrames + 1) / 2
        doubled = .allocate(capacity: 2 * capacity + 1)
        doubled.initialize(repeating: .zero, count: 2 * capacity + 1)
        quadrupled = .allocate(capacity: 4 * capacity)
        quadrupled.initialize(repeating: .zero, count: 4 * capacity)
    }

    deinit {
        doubled.deallocate()
        quadrupled.deallocate()
    }

    /// - Parameter curve: of a run of frames at four times the rate, in place.
    @inline(__always)
    func process(_ block: AudioBlock, _ curve: (AudioBlock) -> Void) {
        guard let base = block.baseAddress else { return }
        var start = 0
        while start < block.count {
            let count = min(capacity, block.count - start)
            first.double(base + start, count: count, into: doubled + 1)
            second.double(doubled + 1, count: 2 * count, into: quadrupled)
            curve(AudioBlock(start: quadrupled, count: 4 * count))
            second.halve(quadrupled, count: 2 * count, into: doubled + 1)
            // The second pair delays by an odd number of doubled frames: one more makes it whole.
            let last = doubled[2 * count]
            first.halve(doubled, count: count, into: base + start)
            doubled[0] = last
            start += count
        }
    }
}
