/// A delay line that is read at a moving place between its frames: what a tape or a record does to time.
struct WarpedDelayLine: ~Copyable {
    /// The least delay, in frames, at which every frame that a reading needs is there.
    static let leastDelayFrames = SincReader.taps / 2

    private let reader = SincReader()
    /// Twice as long as the ring needs, each frame written twice, so that every reading lies in one piece.
    private let ring: UnsafeMutablePointer<StereoFrame>
    private let ringFrames: Int
    private var write = 0

    init(longestDelayFrames: Int) {
        ringFrames = longestDelayFrames + 2 * SincReader.taps
        ring = .allocate(capacity: 2 * ringFrames)
        ring.initialize(repeating: .zero, count: 2 * ringFrames)
    }

    deinit { ring.deallocate() }

    /// - Parameter delayFrames: asked once a frame: how long ago the frame went in that comes out now.
    @inline(__always)
    mutating func process(_ block: AudioBlock, delayFrames: () -> Double) {
        let (ring, ringFrames, reader) = (ring, ringFrames, reader)
        var write = write
        for index in block.indices {
            let frame = block[index].bounded
            ring[write] = frame
            ring[write + ringFrames] = frame
            let delay = delayFrames()
            let whole = Int(delay)
            let oldest = write + ringFrames - whole - SincReader.taps / 2
            let from = oldest >= ringFrames ? oldest - ringFrames : oldest
            block[index] = reader.read(ring + from, fraction: Float(1 - (delay - Double(whole))))
            write += 1
            if write == ringFrames { write = 0 }
        }
        self.write = write
    }
}
