import LofiPlatform

/// Turns the gain that each frame requires into a smooth one that is never higher.
///
/// Sliding-window minimum → release → two moving averages. The window is longer than both averages together, so that
/// they have settled on a peak's gain `holdFrames` before it, and leave it as long after. Gains are summed as integers,
/// so that the sums do not drift, whatever their history, and an idle gain is exactly 1.
struct LimiterGain: ~Copyable {
    /// Frames for which the gain stays flat around a peak, where the interpolation weighs heavily.
    private static let holdFrames = 6
    private static let unity: Int64 = 1 << 30
    /// After a single loud peak the gain recovers within a drum hit; under sustained limiting it stays near its recent
    /// mean and recovers over a beat, so that it does not pump. Tuned on drum loops driven 6 dB into the ceiling.
    private static let fastReleaseSeconds = 0.06
    private static let slowReleaseSeconds = 0.5

    /// Delay from the frame that requires a gain to the one that receives it.
    let latencyFrames: Int

    private let windowFrames: Int
    private let firstMeanFrames: Int
    private let secondMeanFrames: Int
    private let fastRelease: Double
    private let slowRelease: Double

    /// Ascending gains below 1 within the window (a ring buffer): each is the minimum from its frame on.
    private let minimumGains: UnsafeMutablePointer<Double>
    private let minimumFrames: UnsafeMutablePointer<Int>
    private var minimumStart = 0
    private var minimumCount = 0

    private let firstMean: UnsafeMutablePointer<Int64>
    private let secondMean: UnsafeMutablePointer<Int64>
    private var firstSum: Int64
    private var secondSum: Int64
    private var firstPosition = 0
    private var secondPosition = 0

    private var frame = 0
    private var released = 1.0
    /// Recent mean reduction, from 0 (none) to 1.
    private var lastingReduction = 0.0
    private var lastReducedFrame: Int

    init(smoothingFrames: Int, sampleRate: Double) {
        // Different lengths: the averages have no common zeros in the spectrum, so the first side lobe is lower.
        firstMeanFrames = max(2, smoothingFrames * 3 / 5)
        secondMeanFrames = max(2, smoothingFrames - firstMeanFrames)
        let meansReach = firstMeanFrames + secondMeanFrames - 1
        windowFrames = meansReach + 2 * Self.holdFrames
        latencyFrames = meansReach - 1 + Self.holdFrames
        fastRelease = 1 - exp(-1 / (Self.fastReleaseSeconds * sampleRate))
        slowRelease = 1 - exp(-1 / (Self.slowReleaseSeconds * sampleRate))
        minimumGains = .allocate(capacity: windowFrames + 1)
        minimumGains.initialize(repeating: 1, count: windowFrames + 1)
        minimumFrames = .allocate(capacity: windowFrames + 1)
        minimumFrames.initialize(repeating: 0, count: windowFrames + 1)
        firstMean = .allocate(capacity: firstMeanFrames)
        firstMean.initialize(repeating: Self.unity, count: firstMeanFrames)
        secondMean = .allocate(capacity: secondMeanFrames)
        firstSum = Self.unity * Int64(firstMeanFrames)
        secondMean.initialize(repeating: firstSum, count: secondMeanFrames)
        secondSum = firstSum * Int64(secondMeanFrames)
        lastReducedFrame = -windowFrames
    }

    deinit {
        minimumGains.deallocate()
        minimumFrames.deallocate()
        firstMean.deallocate()
        secondMean.deallocate()
    }

    /// True if, without a new peak, every further gain is exactly 1.
    var isIdle: Bool { frame - lastReducedFrame >= windowFrames && lastingReduction == 0 }

    /// Forgets all past gains.
    mutating func reset() {
        minimumCount = 0
        firstSum = Self.unity * Int64(firstMeanFrames)
        firstMean.update(repeating: Self.unity, count: firstMeanFrames)
        secondMean.update(repeating: firstSum, count: secondMeanFrames)
        secondSum = firstSum * Int64(secondMeanFrames)
        released = 1
        lastingReduction = 0
        lastReducedFrame = frame - windowFrames
    }

    /// - Parameter needed: maximum gain, at most 1, for the newest frame.
    /// - Returns: the gain of the frame `latencyFrames` before it.
    mutating func next(needed: Double) -> Double {
        let reduced = release(to: minimum(with: needed))
        if reduced < 1 { lastReducedFrame = frame }
        frame += 1

        let quantised = Int64(reduced * Double(Self.unity))
        firstSum += quantised - firstMean[firstPosition]
        firstMean[firstPosition] = quantised
        firstPosition = firstPosition + 1 == firstMeanFrames ? 0 : firstPosition + 1
        secondSum += firstSum - secondMean[secondPosition]
        secondMean[secondPosition] = firstSum
        secondPosition = secondPosition + 1 == secondMeanFrames ? 0 : secondPosition + 1
        return Double(secondSum) / Double(Self.unity * Int64(firstMeanFrames * secondMeanFrames))
    }

    /// Returns the minimum gain of the window that ends with this frame; gains of 1 are not stored.
    private mutating func minimum(with needed: Double) -> Double {
        let capacity = windowFrames + 1
        if minimumCount > 0 && minimumFrames[minimumStart] <= frame - windowFrames {
            minimumStart = minimumStart + 1 == capacity ? 0 : minimumStart + 1
            minimumCount -= 1
        }
        if needed < 1 {
            while minimumCount > 0 && minimumGains[(minimumStart + minimumCount - 1) % capacity] >= needed {
                minimumCount -= 1
            }
            let end = (minimumStart + minimumCount) % capacity
            minimumGains[end] = needed
            minimumFrames[end] = frame
            minimumCount += 1
        }
        return minimumCount == 0 ? 1 : minimumGains[minimumStart]
    }

    private mutating func release(to minimum: Double) -> Double {
        lastingReduction += (1 - minimum - lastingReduction) * slowRelease
        // Snap to exactly zero at -0.001 dB, so that the limiter can idle.
        if lastingReduction < 1e-4 && minimum == 1 { lastingReduction = 0 }
        if minimum < released {
            released = minimum
        } else {
            released = min(minimum, released + (1 - lastingReduction - released) * fastRelease)
            if minimum == 1 && lastingReduction == 0 && released > 1 - 1e-5 { released = 1 }
        }
        return released
    }
}
