/// Holds a sound back by whole frames.
final class FrameDelay {
    let frames: Int
    private let ring: UnsafeMutablePointer<StereoFrame>
    private var place = 0

    init(frames: Int) {
        self.frames = frames
        ring = .allocate(capacity: max(1, frames))
        ring.initialize(repeating: .zero, count: max(1, frames))
    }

    deinit { ring.deallocate() }

    func process(_ block: AudioBlock) {
        guard frames > 0 else { return }
        var (place, index) = (place, 0)
        while index < block.count {
            // As far as the ring lies in one piece.
            let run = min(frames - place, block.count - index)
            for offset in 0..<run {
                let late = ring[place + offset]
                ring[place + offset] = block[index + offset]
                block[index + offset] = late
            }
            index += run
            place = place + run == frames ? 0 : place + run
        }
        self.place = place
    }
}
