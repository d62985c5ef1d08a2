import LofiPlugin

/// The highest peak of both channels over the last 10 to 20 ms: the ripple-free level of a tone down to 50 Hz.
struct PeakHold {
    private let frames: Int
    private var count: Int
    private var previous: Float = 0
    private var current: Float = 0

    init(sampleRate: Double) {
        frames = Int(0.01 * sampleRate)
        count = frames
    }

    var peak: Float { max(previous, current) }

    @inline(__always)
    mutating func take(_ frame: StereoFrame) {
        current = max(current, max(abs(frame.x), abs(frame.y)))
        count -= 1
        if count == 0 { (previous, current, count) = (current, 0, frames) }
    }
}
