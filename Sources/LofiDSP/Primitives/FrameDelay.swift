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
        guard frames > 0, let base = block.baseAddress else { return }
        var (place, index) = (place, 0)
        while index < block.count {
            // As far as the ring lies in one piece.
            let run = min(frames - place, block.count - index)
            swap(ring + place, base + index, count: run)
            index += run
            place = place + run == frames ? 0 : place + run
        }
        self.place = place
    }

    /// What went in long ago comes out, and what comes now goes in: four frames at a time.
    private func swap(_ old: UnsafeMutablePointer<StereoFrame>, _ new: UnsafeMutablePointer<StereoFrame>, count: Int) {
        let (a, b) = (UnsafeMutableRawPointer(old), UnsafeMutableRawPointer(new))
        for place in stride(from: 0, to: count & ~3, by: 4) {
            let offset = place &* MemoryLayout<StereoFrame>.stride
            let late = a.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            a.storeBytes(
                of: b.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self), toByteOffset: offset,
                as: SIMD8<Float>.self)
            b.storeBytes(of: late, toByteOffset: offset, as: SIMD8<Float>.self)
        }
        for index in (count & ~3)..<count { (old[index], new[index]) = (new[index], old[index]) }
    }
}
