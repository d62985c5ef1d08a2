import LofiPlugin

/// A delay line read at a moving fractional position: the time warp of a tape or a record.
///
/// Sixteen taps at 256 phases: images of a 10 kHz tone stay below -80 dB (tested; measured -105 dB); third-order
/// Lagrange interpolation leaves them at -45 dB.
public struct WarpedDelayLine: ~Copyable {
    /// Minimum delay in frames: less would need frames that are not there yet.
    public static let minimumDelayFrames = taps / 2

    private static let taps = 16
    // 0.9 of the band: the transition ends before the images begin.
    private let reader = SamplingKernel(taps: taps, cutoff: 0.45, beta: 7, phases: 256, readsBetween: true)
    /// Twice the ring's length, with each frame written twice, so that every read is contiguous.
    private let ring: UnsafeMutablePointer<StereoFrame>
    private let ringFrames: Int
    private var write = 0

    /// Creates a line that holds silence, for delays of 8 to `longestDelayFrames` frames. Allocates; `process` does
    /// not.
    public init(longestDelayFrames: Int) {
        ringFrames = longestDelayFrames + 2 * Self.taps
        ring = .allocate(capacity: 2 * ringFrames)
        ring.initialize(repeating: .zero, count: 2 * ringFrames)
    }

    deinit { ring.deallocate() }

    /// Delays the block in place.
    ///
    /// - Parameter delayFrames: called once per frame; returns the current delay in frames, unchecked: 8 to the maximum
    ///   given to `init`.
    @inline(__always)
    public mutating func process(_ block: AudioBlock, delayFrames: () -> Double) {
        let (ring, ringFrames, reader) = (ring, ringFrames, reader)
        var write = write
        for index in block.indices {
            let frame = block[index].bounded
            ring[write] = frame
            ring[write + ringFrames] = frame
            let delay = delayFrames()
            let whole = Int(delay)
            let oldest = write + ringFrames - whole - Self.taps / 2
            let from = oldest >= ringFrames ? oldest - ringFrames : oldest
            block[index] = reader.read(ring + from, fraction: Float(1 - (delay - Double(whole))))
            write += 1
            if write == ringFrames { write = 0 }
        }
        self.write = write
    }
}
