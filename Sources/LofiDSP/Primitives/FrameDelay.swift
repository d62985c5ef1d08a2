import LofiPlugin

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
        process(block, into: block)
    }

    /// - Parameter output: as long as the input, or the input itself.
    func process(_ input: AudioBlock, into output: AudioBlock) {
        guard let from = input.baseAddress, let to = output.baseAddress else { return }
        guard frames > 0 else { return output.copy(input) }
        var (place, index) = (place, 0)
        while index < input.count {
            // As far as the ring lies in one piece.
            let run = min(frames - place, input.count - index)
            exchange(ring + place, from + index, to + index, count: run)
            index += run
            place = place + run == frames ? 0 : place + run
        }
        self.place = place
    }

    /// What went in long ago comes out, and what comes now goes in: four frames at a time.
    private func exchange(
        _ ring: UnsafeMutablePointer<StereoFrame>, _ new: UnsafeMutablePointer<StereoFrame>,
        _ old: UnsafeMutablePointer<StereoFrame>, count: Int
    ) {
        let (a, b, c) = (UnsafeMutableRawPointer(ring), UnsafeRawPointer(new), UnsafeMutableRawPointer(old))
        for place in stride(from: 0, to: count & ~3, by: 4) {
            let offset = place &* MemoryLayout<StereoFrame>.stride
            let late = a.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            a.storeBytes(
                of: b.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self), toByteOffset: offset,
                as: SIMD8<Float>.self)
            c.storeBytes(of: late, toByteOffset: offset, as: SIMD8<Float>.self)
        }
        for index in (count & ~3)..<count { (ring[index], old[index]) = (new[index], ring[index]) }
    }
}
