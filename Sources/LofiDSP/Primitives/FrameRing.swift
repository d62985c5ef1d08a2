/// A delay line that is read between its frames.
struct FrameRing: ~Copyable {
    private let frames: UnsafeMutablePointer<StereoFrame>
    private let count: Int
    private var place = 0

    /// - Parameter longestFrames: the longest delay.
    init(longestFrames: Double) {
        count = Int(longestFrames) + 8
        frames = .allocate(capacity: count)
        frames.initialize(repeating: .zero, count: count)
    }

    deinit { frames.deallocate() }

    @inline(__always)
    mutating func write(_ frame: StereoFrame) {
        place = place + 1 == count ? 0 : place + 1
        frames[place] = frame
    }

    /// Catmull-Rom through the four frames about the place.
    /// - Parameter delayFrames: 1 or more; 0 is the frame that was written last.
    @inline(__always)
    func read(_ delayFrames: Double) -> StereoFrame {
        let whole = Int(delayFrames)
        let x = Float(delayFrames - Double(whole))
        func at(_ back: Int) -> StereoFrame {
            let index = place - back
            return frames[index < 0 ? index + count : index]
        }
        let (a, b, c, d) = (at(whole - 1), at(whole), at(whole + 1), at(whole + 2))
        let slope = c - a
        let bend = 2 * a - 5 * b + 4 * c - d
        let twist = 3 * (b - c) + d - a
        return b + ((twist * x + bend) * x + slope) * (x * 0.5)
    }
}
