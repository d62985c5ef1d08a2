import LofiPlugin

/// A delay line that is read between its frames.
struct FrameRing: ~Copyable {
    /// Each frame is written twice, `count` apart, so that every reading lies in one piece.
    private let frames: UnsafeMutablePointer<StereoFrame>
    private let count: Int
    /// Behind a pointer, so that an effect may write without a check of its own memory for every frame.
    private let place: UnsafeMutablePointer<Int>

    /// - Parameter longestFrames: the longest delay.
    init(longestFrames: Double) {
        count = Int(longestFrames) + 8
        frames = .allocate(capacity: 2 * count)
        frames.initialize(repeating: .zero, count: 2 * count)
        place = .allocate(capacity: 1)
        place.initialize(to: 0)
    }

    deinit {
        frames.deallocate()
        place.deallocate()
    }

    @inline(__always)
    func write(_ frame: StereoFrame) {
        let next = place.pointee + 1 == count ? 0 : place.pointee + 1
        frames[next] = frame
        frames[next + count] = frame
        place.pointee = next
    }

    /// - Parameter delayFrames: 1 or more; 0 is the frame that was written last.
    @inline(__always)
    func read(_ delayFrames: Double) -> StereoFrame {
        let whole = Int(delayFrames)
        let x = Float(delayFrames - Double(whole))
        let at = frames + (place.pointee + count - whole)
        return Self.between(at[1], at[0], at[-1], at[-2], StereoFrame(repeating: x))
    }

    /// Each channel at a delay of its own.
    @inline(__always)
    func read(_ delayFrames: SIMD2<Double>) -> StereoFrame {
        let (left, right) = (Int(delayFrames.x), Int(delayFrames.y))
        let x = StereoFrame(delayFrames - SIMD2(Double(left), Double(right)))
        let newest = frames + (place.pointee + count)
        func at(_ back: Int) -> StereoFrame { StereoFrame(newest[-left - back].x, newest[-right - back].y) }
        return Self.between(at(-1), at(0), at(1), at(2), x)
    }

    /// Catmull-Rom through four frames, from the newest to the oldest: at `x` (0…1) between `b` and `c`.
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
