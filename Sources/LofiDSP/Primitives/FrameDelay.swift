import LofiPlugin

/// A delay by whole frames.
public final class FrameDelay {
    /// The delay, 0 or more.
    public let frames: Int
    private let ring: UnsafeMutablePointer<StereoFrame>
    private var position = 0

    /// Creates a delay that holds silence. Allocates; `process` does not.
    public init(frames: Int) {
        self.frames = frames
        ring = .allocate(capacity: max(1, frames))
        ring.initialize(repeating: .zero, count: max(1, frames))
    }

    deinit { ring.deallocate() }

    /// Delays the block in place.
    public func process(_ block: AudioBlock) {
        guard frames > 0 else { return }
        process(block, into: block)
    }

    /// Writes the delayed input to another block.
    ///
    /// - Parameter output: as long as the input, or the input itself.
    public func process(_ input: AudioBlock, into output: AudioBlock) {
        guard let from = input.baseAddress, let to = output.baseAddress else { return }
        guard frames > 0 else { return output.copy(input) }
        var (position, index) = (position, 0)
        while index < input.count {
            // As far as the ring is contiguous.
            let run = min(frames - position, input.count - index)
            exchange(ring + position, from + index, to + index, count: run)
            index += run
            position = position + run == frames ? 0 : position + run
        }
        self.position = position
    }

    /// Swaps the oldest frames for new ones, four at a time.
    private func exchange(
        _ ring: UnsafeMutablePointer<StereoFrame>, _ new: UnsafeMutablePointer<StereoFrame>,
        _ old: UnsafeMutablePointer<StereoFrame>, count: Int
    ) {
        let (a, b, c) = (UnsafeMutableRawPointer(ring), UnsafeRawPointer(new), UnsafeMutableRawPointer(old))
        for position in stride(from: 0, to: count & ~3, by: 4) {
            let offset = position &* MemoryLayout<StereoFrame>.stride
            let late = a.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            a.storeBytes(
                of: b.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self), toByteOffset: offset,
                as: SIMD8<Float>.self)
            c.storeBytes(of: late, toByteOffset: offset, as: SIMD8<Float>.self)
        }
        for index in (count & ~3)..<count { (ring[index], old[index]) = (new[index], ring[index]) }
    }
}
