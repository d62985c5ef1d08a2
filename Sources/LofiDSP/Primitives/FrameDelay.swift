/// Holds back a sound by whole frames.
struct FrameDelay: ~Copyable {
    let frames: Int
    private let ring: UnsafeMutablePointer<StereoFrame>
    private var place = 0

    init(frames: Int) {
        self.frames = frames
        ring = .allocate(capacity: max(1, frames))
        ring.initialize(repeating: .zero, count: max(1, frames))
    }

    deinit { ring.deallocate() }

    mutating func process(_ block: AudioBlock) {
        guard frames > 0 else { return }
        var place = place
        for index in block.indices {
            let late = ring[place]
            ring[place] = block[index]
            block[index] = late
            place = place + 1 == frames ? 0 : place + 1
        }
        self.place = place
    }
}
