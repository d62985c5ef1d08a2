import LofiPlatform
import LofiPlugin

/// The gain of an effect that follows peaks: the peak is read once in eight frames (0.18 ms at 44.1 kHz), the gain drawn
/// straight in between.
struct GainRide {
    private static let stride = 8

    private var hold: PeakHold
    private var count = 0
    private var gain: Float
    private var step: Float = 0

    /// - Parameter gain: the first, an amplitude ratio.
    init(sampleRate: Double, gain: Float) {
        hold = PeakHold(sampleRate: sampleRate)
        self.gain = gain
    }

    /// The share of the way that a follower with this time constant goes from one reading to the next.
    static func coefficient(seconds: Double, sampleRate: Double) -> Double {
        1 - exp(-Double(stride) / (seconds * sampleRate))
    }

    /// - Parameters:
    ///   - heard: what is measured of a frame.
    ///   - next: the gain wanted, an amplitude ratio, for a held peak, full scale being 1.
    @inline(__always)
    mutating func process(
        _ block: AudioBlock, heard: (StereoFrame) -> StereoFrame = { $0 }, next: (_ peak: Float) -> Float
    ) {
        var (hold, count, gain, step) = (hold, count, gain, step)
        for index in block.indices {
            let frame = block[index].bounded
            hold.take(heard(frame))
            block[index] = frame * gain
            gain += step
            count += 1
            if count == Self.stride {
                step = (next(hold.peak) - gain) / Float(Self.stride)
                count = 0
            }
        }
        (self.hold, self.count, self.gain, self.step) = (hold, count, gain, step)
    }
}
