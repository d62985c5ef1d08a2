import LofiPlatform
import LofiPlugin

/// Detector of inter-sample (true) peaks.
///
/// Four times oversampling by a Kaiser-windowed sinc of 24 taps per phase (BS.1770-4 annex 2 requires 12), then a
/// parabola through each local maximum: on the bare 4x grid a tone at a quarter of the sample rate can read 0.17 dB
/// low.
/// Runs of frames that cannot reach the threshold (`RiseLimit`) are not oversampled, which changes no result above it.
struct InterSamplePeaks: ~Copyable {
    /// Frames that interpolation needs on either side of an interval.
    static let reachFrames = 12
    private static let tapsPerPhase = 2 * reachFrames
    /// Frames that are tested, and oversampled or skipped, together.
    private static let runFrames = 32
    /// Intervals before the run whose last values the parabola at its first sample needs; one vector of four.
    private static let leadFrames = 4

    /// Phases 1/4, 1/2 and 3/4, each 24 taps.
    private let taps: UnsafeMutablePointer<Float>
    /// The oversampled run: four values per interval.
    private let curve: UnsafeMutablePointer<StereoFrame>
    private let riseLimit: RiseLimit

    init() {
        let count = Self.tapsPerPhase
        taps = .allocate(capacity: 3 * count)
        curve = .allocate(capacity: 4 * (Self.runFrames + Self.leadFrames))
        curve.initialize(repeating: .zero, count: 4 * (Self.runFrames + Self.leadFrames))
        for phase in 1...3 {
            let fraction = Double(phase) / 4
            let values = (0..<count).map { tap -> Double in
                let distance = Double(tap - Self.reachFrames + 1) - fraction
                // Beta 6: 0.1 dB down at 0.44 of the sample rate, side lobes below -60 dB.
                return sin(.pi * distance) / (.pi * distance)
                    * KaiserWindow.weight(at: distance / Double(Self.reachFrames), beta: 6)
            }
            let sum = values.reduce(0, +)
            for (tap, value) in values.enumerated() { taps[(phase - 1) * count + tap] = Float(value / sum) }
        }
        riseLimit = RiseLimit(taps: taps, tapsPerPhase: count)
    }

    deinit {
        taps.deallocate()
        curve.deallocate()
    }

    /// Writes to `peaks` the peak magnitude of either channel in each of `count` intervals.
    ///
    /// Interval 0 lies between `frames[0]` and `frames[1]`; frames from -(reach + lead) to count + reach must be
    /// readable. Where the peak does not exceed `threshold`, some value at or below it is written.
    func find(
        _ frames: UnsafePointer<StereoFrame>, count: Int, threshold: Float, into peaks: UnsafeMutablePointer<Float>
    ) {
        var start = 0
        while start < count {
            let run = min(Self.runFrames, count - start)
            let here = frames + start
            let around = UnsafeBufferPointer(start: here - Self.reachFrames, count: run + 2 * Self.reachFrames)
            if riseLimit.limit(of: around) <= threshold {
                for index in 0..<run { peaks[start + index] = 0 }
            } else {
                oversample(here - Self.leadFrames, count: run + Self.leadFrames)
                readPeaks(after: here[run], count: run, into: peaks + start)
            }
            start += run
        }
    }

    /// Fills `curve` with `count` intervals, four at a time; anything beyond `count` is not read.
    private func oversample(_ frames: UnsafePointer<StereoFrame>, count: Int) {
        typealias FourFrames = SIMD8<Float>
        let width = Self.tapsPerPhase
        var start = 0
        while start < count {
            // The last vector of a short run steps back, so that it does not read beyond the available frames.
            let from = min(start, max(0, count - 4))
            let base = UnsafeRawPointer(frames + from - Self.reachFrames + 1)
            var quarter = FourFrames.zero
            var half = FourFrames.zero
            var threeQuarters = FourFrames.zero
            for tap in 0..<width {
                let input = base.loadUnaligned(
                    fromByteOffset: tap * MemoryLayout<StereoFrame>.stride, as: FourFrames.self)
                quarter += input * taps[tap]
                half += input * taps[width + tap]
                threeQuarters += input * taps[2 * width + tap]
            }
            for lane in 0..<4 {
                let values = curve + 4 * (from + lane)
                values[0] = frames[from + lane]
                values[1] = StereoFrame(quarter[2 * lane], quarter[2 * lane + 1])
                values[2] = StereoFrame(half[2 * lane], half[2 * lane + 1])
                values[3] = StereoFrame(threeQuarters[2 * lane], threeQuarters[2 * lane + 1])
            }
            start += 4
        }
    }

    private func readPeaks(after last: StereoFrame, count: Int, into peaks: UnsafeMutablePointer<Float>) {
        let first = 4 * Self.leadFrames
        var before = curve[first - 1]
        var here = curve[first]
        for interval in 0..<count {
            var maximum = StereoFrame.zero
            for phase in 1...4 {
                let index = first + 4 * interval + phase
                let after = index == first + 4 * count ? last : curve[index]
                let bend = 2 * here - before - after
                let slope = after - before
                // The vertex only counts if it is closer to this value than to its neighbours; otherwise the value
                // itself does.
                let isExtreme = (bend * bend) .> (slope * slope)
                var height = here.replacing(with: -here, where: here .< 0)
                var vertex = here + slope * slope / (8 * bend)
                vertex.replace(with: -vertex, where: vertex .< 0)
                height.replace(with: vertex, where: isExtreme .& (vertex .> height))
                maximum.replace(with: height, where: height .> maximum)
                before = here
                here = after
            }
            peaks[interval] = maximum.max()
        }
    }
}
