/// A delay line that is read between its frames.
struct FrameRing: ~Copyable {
    private let frames: UnsafeMutablePointer<StereoFrame>
    private let count: Int
    /// Behind a pointer, so that an effect may write without a check of its own memory for every frame.
    private let place: UnsafeMutablePointer<Int>

    /// - Parameter longestFrames: the longest delay.
    init(longestFrames: Double) {
        count = Int(longestFrames) + 8
        frames = .allocate(capacity: count)
        frames.initialize(repeating: .zero, count: count)
        place = .allocate(capacity: 1)
        place.initialize(to: 0)
    }

    deinit {
        frames.deallocate()
        place.deallocate()
    }

    @inline(__always)
    func write(_ frame: StereoFrame) {
        place.pointee = place.pointee + 1 == count ? 0 : place.pointee + 1
        frames[place.pointee] = frame
    }

    /// Catmull-Rom through the four frames about the place.
    /// - Parameter delayFrames: 1 or more; 0 is the frame that was written last.
    @inline(__always)
    func read(_ delayFrames: Double) -> StereoFrame {
        let place = place.pointee
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
