import LofiPlatform
import LofiPlugin

/// A FIR filter with any smooth magnitude response, separate for each channel, with an optional delay between them.
///
/// Designed by the window method: the inverse transform of the target response under a Kaiser window.
final class FIRFilter {
    /// The target response of one channel.
    struct Response {
        let magnitude: (_ hertz: Double) -> Double
        var delayFrames = 0.0
    }

    /// Latency in frames.
    let latencyFrames: Int
    /// Mean square of each channel after the filter for white noise with a mean square of 1.
    let noiseGain: SIMD2<Double>
    private let taps: Int
    private let coefficients: UnsafeMutablePointer<SIMD4<Float>>
    private let history: UnsafeMutablePointer<StereoFrame>
    private let capacity: Int

    /// - Parameter taps: a multiple of four; more taps follow the magnitude into deeper bass: the finest detail is
    ///   about `sampleRate` / `taps`.
    init(left: Response, right: Response, taps: Int, sampleRate: Double, maximumBlockFrames: Int) {
        self.taps = taps
        capacity = min(maximumBlockFrames, 512)
        latencyFrames = taps / 2
        let (l, r) = (Self.design(left, taps, sampleRate), Self.design(right, taps, sampleRate))
        noiseGain = zip(l, r).reduce(.zero) { $0 + SIMD2($1.0 * $1.0, $1.1 * $1.1) }
        coefficients = .allocate(capacity: taps)
        for tap in 0..<taps {
            let (left, right) = (Float(l[tap]), Float(r[tap]))
            // The history runs forward in time, the response backward.
            (coefficients + taps - 1 - tap).initialize(to: SIMD4(left, right, left, right))
        }
        history = .allocate(capacity: capacity + taps + 8)
        history.initialize(repeating: .zero, count: capacity + taps + 8)
    }

    deinit {
        coefficients.deallocate()
        history.deallocate()
    }

    /// Filters the block in place; its frames come out `latencyFrames` later.
    func process(_ block: AudioBlock) {
        guard let base = block.baseAddress else { return }
        var position = 0
        while position < block.count {
            let count = min(capacity, block.count - position)
            run(base + position, count)
            position += count
        }
    }

    private func run(_ frames: UnsafeMutablePointer<StereoFrame>, _ count: Int) {
        (history + taps - 1).update(from: frames, count: count)
        for start in stride(from: 0, to: count, by: 8) {
            EightFrames(of: history + start, through: coefficients, taps: taps)
                .store(frames + start, count: count - start)
        }
        history.update(from: history + count, count: taps - 1)
    }

    private static func design(_ response: Response, _ taps: Int, _ sampleRate: Double) -> [Double] {
        let steps = 512
        let magnitudes = (0..<steps).map { response.magnitude((Double($0) + 0.5) / Double(steps) * sampleRate / 2) }
        return (0..<taps).map { tap -> Double in
            let distance = Double(tap - taps / 2) - response.delayFrames
            var sum = 0.0
            for step in 0..<steps {
                sum += magnitudes[step] * cos(.pi * (Double(step) + 0.5) / Double(steps) * distance)
            }
            // Beta 4: side lobes of -45 dB relative to a curve that is smooth anyway, and the narrowest main lobe that
            // allows.
            return sum / Double(steps) * KaiserWindow.weight(at: distance / Double(taps / 2), beta: 4)
        }
    }
}
