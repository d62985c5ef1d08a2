import LofiPlugin

/// A transparent look-ahead limiter that keeps true peaks (between samples too) below a ceiling.
///
/// Signal flow: look-ahead delay × gain; the gain is oversampled peaks → sliding-window minimum → release → two moving
/// averages (`LimiterGain`).
/// Peaks by ITU-R BS.1770-4 annex 2; look-ahead and smoothing after D. Giannoulis, M. Massberg and J. Reiss, "Digital
/// Dynamic Range Compressor Design" (JAES 2012) and the moving-average limiters derived from it.
/// Simplification: both channels share one gain, and peaks are not measured again after it has been applied; a margin
/// of 0.1 dB covers what the change of the gain from sample to sample adds.
public final class TruePeakLimiter {
    /// The gain is kept this far below what the ceiling allows.
    static let marginDecibels = 0.1
    /// Long enough for the gain to fall without a click, short enough that the fall before an attack is inaudible.
    private static let lookAheadSeconds = 0.003
    private static let runFrames = 512

    /// Latency in frames. The caller feeds this many frames of silence at the end and drops as many at the start.
    public let latencyFrames: Int

    /// Mean gain over all frames so far in dB, 0 or less: how hard the limiter worked.
    public var meanGainDecibels: Double { frameCount > 0 ? Decibels.level(1 - reductionSum / Double(frameCount)) : 0 }

    private let detector = InterSamplePeaks()
    private var gain: LimiterGain
    private let ceiling: Float
    private var reductionSum = 0.0
    private var frameCount = 0
    /// The last `keptFrames` frames of the input so far, followed by the current run.
    private let frames: UnsafeMutablePointer<StereoFrame>
    private let keptFrames: Int
    private let peaks: UnsafeMutablePointer<Float>

    /// Creates a limiter with its ceiling in dBTP.
    public init(ceilingDecibels: Double, sampleRate: Double) {
        let reach = InterSamplePeaks.reachFrames
        ceiling = Decibels.amplitude(ceilingDecibels - Self.marginDecibels)
        gain = LimiterGain(smoothingFrames: Int(Self.lookAheadSeconds * sampleRate), sampleRate: sampleRate)
        latencyFrames = gain.latencyFrames + reach
        keptFrames = max(latencyFrames, 3 * reach)
        frames = .allocate(capacity: keptFrames + Self.runFrames)
        frames.initialize(repeating: .zero, count: keptFrames + Self.runFrames)
        peaks = .allocate(capacity: Self.runFrames)
        peaks.initialize(repeating: 0, count: Self.runFrames)
    }

    deinit {
        frames.deallocate()
        peaks.deallocate()
    }

    /// Limits the block in place; its frames come out `latencyFrames` later.
    public func process(_ block: AudioBlock) {
        guard let base = block.baseAddress else { return }
        frameCount += block.count
        let reach = InterSamplePeaks.reachFrames
        var position = 0
        while position < block.count {
            let count = min(Self.runFrames, block.count - position)
            let output = base + position
            (frames + keptFrames).update(from: output, count: count)
            let judged = frames + keptFrames - reach
            detector.find(judged, count: count, threshold: ceiling, into: peaks)
            let delayed = frames + keptFrames - latencyFrames
            let needsGain = UnsafeBufferPointer(start: peaks, count: count).contains { $0 > ceiling }
            if gain.isIdle && !needsGain {
                output.update(from: delayed, count: count)
            } else {
                applyGain(to: delayed, count: count, into: output)
            }
            frames.update(from: frames + count, count: keptFrames)
            position += count
        }
    }

    private func applyGain(
        to delayed: UnsafePointer<StereoFrame>, count: Int, into output: UnsafeMutablePointer<StereoFrame>
    ) {
        var sum = reductionSum
        for index in 0..<count {
            let peak = peaks[index]
            let factor = gain.next(needed: peak > ceiling ? Double(ceiling / peak) : 1)
            sum += 1 - factor
            output[index] = delayed[index] * Float(factor)
        }
        reductionSum = sum
    }

    /// Clears the delay, the gain and the statistics.
    public func reset() {
        frames.update(repeating: .zero, count: keptFrames + Self.runFrames)
        gain.reset()
        (reductionSum, frameCount) = (0, 0)
    }
}
