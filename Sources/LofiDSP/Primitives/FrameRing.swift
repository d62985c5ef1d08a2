import LofiPlugin

/// A delay line with fractional read positions.
struct FrameRing: ~Copyable {
    /// Each frame is written twice, `count` apart, so that every read is contiguous.
    private let frames: UnsafeMutablePointer<StereoFrame>
    private let count: Int
    /// Behind a pointer, so that writing every frame needs no exclusivity check in the effect.
    private let position: UnsafeMutablePointer<Int>

    /// - Parameter longestFrames: maximum delay.
    init(longestFrames: Double) {
        count = Int(longestFrames) + 8
        frames = .allocate(capacity: 2 * count)
        frames.initialize(repeating: .zero, count: 2 * count)
        position = .allocate(capacity: 1)
        position.initialize(to: 0)
    }

    deinit {
        frames.deallocate()
        position.deallocate()
    }

    @inline(__always)
    func write(_ frame: StereoFrame) {
        let next = position.pointee + 1 == count ? 0 : position.pointee + 1
        frames[next] = frame
        frames[next + count] = frame
        position.pointee = next
    }

    /// Returns the interpolated frame at a delay.
    ///
    /// - Parameter delayFrames: 1 or more; 0 is the frame written last.
    @inline(__always)
    func read(_ delayFrames: Double) -> StereoFrame {
        let whole = Int(delayFrames)
        let x = Float(delayFrames - Double(whole))
        let at = frames + (position.pointee + count - whole)
        return Self.between(at[1], at[0], at[-1], at[-2], StereoFrame(repeating: x))
    }

    /// Returns the interpolated frame with a separate delay per channel.
    @inline(__always)
    func read(_ delayFrames: SIMD2<Double>) -> StereoFrame {
        let (left, right) = (Int(delayFrames.x), Int(delayFrames.y))
        let x = StereoFrame(delayFrames - SIMD2(Double(left), Double(right)))
        let newest = frames + (position.pointee + count)
        func at(_ back: Int) -> StereoFrame { StereoFrame(newest[-left - back].x, newest[-right - back].y) }
        return Self.between(at(-1), at(0), at(1), at(2), x)
    }

    /// Catmull-Rom interpolation through four frames, newest to oldest: at `x` (0…1) between `b` and `c`.
    @inline(__always)
    private static func between(
        _ a: StereoFrame, _ b: StereoFrame, _ c: StereoFrame, _ d: StereoFrame, _ x: StereoFrame
    ) -> StereoFrame {
        let slope = c - a
        let bend = 2 * a - 5 * b + 4 * c - d
        let twist = 3 * (b - c) + d - a
        return b + ((twist * x + bend) * x + slope) * (x * 0.5)
    }
}
