import LofiPlatform
import LofiPlugin

/// Gain of an effect that follows peaks: the held peak is read once every eight frames (0.18 ms at 44.1 kHz) and the
/// gain is interpolated linearly in between.
struct GainRide {
    private static let stride = 8

    private var hold: PeakHold
    private var count = 0
    private var gain: Float
    private var step: Float = 0

    /// - Parameter gain: initial gain, an amplitude ratio.
    init(sampleRate: Double, gain: Float) {
        hold = PeakHold(sampleRate: sampleRate)
        self.gain = gain
    }

    /// Returns the smoothing coefficient per reading for a one-pole follower with this time constant.
    static func coefficient(seconds: Double, sampleRate: Double) -> Double {
        1 - exp(-Double(stride) / (seconds * sampleRate))
    }

    /// Applies the gain to a block in place.
    ///
    /// - Parameters:
    ///   - heard: maps each frame to the signal that is measured.
    ///   - next: returns the target gain (an amplitude ratio) for a held peak, full scale being 1.
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
