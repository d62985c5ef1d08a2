import LofiPlatform

/// From the gain that each frame needs, a smooth one that is never higher.
///
/// Least of a sliding window → release → two running means. The window is longer than the means together, so that
/// they have settled on a peak's gain `holdFrames` before it, and leave it as long after. Gains are summed as whole
/// numbers, so that the sums do not drift, whatever their history, and an idle gain is exactly 1.
struct LimiterGain: ~Copyable {
    /// As far as the interpolation around a peak weighs heavily, the gain stays level.
    private static let holdFrames = 6
    private static let unity: Int64 = 1 << 30
    /// One loud peak lets go within a drum stroke; where limiting lasts, the gain stays near its recent mean and lets go
    /// over a beat, so that it does not pump. Tuned on drum loops driven 6 dB into the ceiling.
    private static let fastReleaseSeconds = 0.06
    private static let slowReleaseSeconds = 0.5

    /// From the frame that needs a gain to the one that gets it.
    let latencyFrames: Int

    private let windowFrames: Int
    private let firstMeanFrames: Int
    private let secondMeanFrames: Int
    private let fastRelease: Double
    private let slowRelease: Double

    /// The gains below 1 within the window that no later one undercuts, ascending: a ring.
    private let leastGains: UnsafeMutablePointer<Double>
    private let leastFrames: UnsafeMutablePointer<Int>
    private var leastStart = 0
    private var leastCount = 0

    private let firstMean: UnsafeMutablePointer<Int64>
    private let secondMean: UnsafeMutablePointer<Int64>
    private var firstSum: Int64
    private var secondSum: Int64
    private var firstPosition = 0
    private var secondPosition = 0

    private var frame = 0
    private var released = 1.0
    /// The mean reduction of late, from 0 (none) to 1.
    private var lastingReduction = 0.0
    private var lastReducedFrame: Int

    init(smoothingFrames: Int, sampleRate: Double) {
        // Unlike lengths: their sum's spectrum has no common zeros, its first side lobe lies lower.
        firstMeanFrames = max(2, smoothingFrames * 3 / 5)
        secondMeanFrames = max(2, smoothingFrames - firstMeanFrames)
        let meansReach = firstMeanFrames + secondMeanFrames - 1
        windowFrames = meansReach + 2 * Self.holdFrames
        latencyFrames = meansReach - 1 + Self.holdFrames
        fastRelease = 1 - exp(-1 / (Self.fastReleaseSeconds * sampleRate))
        slowRelease = 1 - exp(-1 / (Self.slowReleaseSeconds * sampleRate))
        leastGains = .allocate(capacity: windowFrames + 1)
        leastGains.initialize(repeating: 1, count: windowFrames + 1)
        leastFrames = .allocate(capacity: windowFrames + 1)
        leastFrames.initialize(repeating: 0, count: windowFrames + 1)
        firstMean = .allocate(capacity: firstMeanFrames)
        firstMean.initialize(repeating: Self.unity, count: firstMeanFrames)
        secondMean = .allocate(capacity: secondMeanFrames)
        firstSum = Self.unity * Int64(firstMeanFrames)
        secondMean.initialize(repeating: firstSum, count: secondMeanFrames)
        secondSum = firstSum * Int64(secondMeanFrames)
        lastReducedFrame = -windowFrames
    }

    deinit {
        leastGains.deallocate()
        leastFrames.deallocate()
        firstMean.deallocate()
        secondMean.deallocate()
    }

    /// True when, without a new peak, every further gain is exactly 1.
    var isIdle: Bool { frame - lastReducedFrame >= windowFrames && lastingReduction == 0 }

    mutating func reset() {
        leastCount = 0
        firstSum = Self.unity * Int64(firstMeanFrames)
        firstMean.update(repeating: Self.unity, count: firstMeanFrames)
        secondMean.update(repeating: firstSum, count: secondMeanFrames)
        secondSum = firstSum * Int64(secondMeanFrames)
        released = 1
        lastingReduction = 0
        lastReducedFrame = frame - windowFrames
    }

    /// - Parameter needed: the highest gain, at most 1, that the newest frame bears.
    /// - Returns: the gain of the frame `latencyFrames` before it.
    mutating func next(needed: Double) -> Double {
        let reduced = release(to: least(with: needed))
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

    /// The least gain of the window that ends with this frame; a gain of 1 is not kept.
    private mutating func least(with needed: Double) -> Double {
        let capacity = windowFrames + 1
        if leastCount > 0 && leastFrames[leastStart] <= frame - windowFrames {
            leastStart = leastStart + 1 == capacity ? 0 : leastStart + 1
            leastCount -= 1
        }
        if needed < 1 {
            while leastCount > 0 && leastGains[(leastStart + leastCount - 1) % capacity] >= needed { leastCount -= 1 }
            let end = (leastStart + leastCount) % capacity
            leastGains[end] = needed
            leastFrames[end] = frame
            leastCount += 1
        }
        return leastCount == 0 ? 1 : leastGains[leastStart]
    }

    private mutating func release(to least: Double) -> Double {
        lastingReduction += (1 - least - lastingReduction) * slowRelease
        // -0.001 dB: let it be none, exactly, so that the limiter can rest.
        if lastingReduction < 1e-4 && least == 1 { lastingReduction = 0 }
        if least < released {
            released = least
        } else {
            released = min(least, released + (1 - lastingReduction - released) * fastRelease)
            if least == 1 && lastingReduction == 0 && released > 1 - 1e-5 { released = 1 }
        }
        return released
    }
}
