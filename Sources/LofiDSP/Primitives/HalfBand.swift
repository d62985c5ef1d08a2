#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Doubles and halves the sample rate around a curve that makes new overtones.
///
/// A linear-phase half-band FIR of 2 × `taps` - 1 by Kaiser's window: every second coefficient is zero, so one phase of
/// the doubled signal is the input itself, delayed.
final class HalfBand {
    /// Input frames by which doubling and halving together delay.
    let latencyFrames: Int
    private let taps: Int
    private let coefficients: UnsafeMutablePointer<Float>
    private let upHistory: UnsafeMutablePointer<StereoFrame>
    private let evenHistory: UnsafeMutablePointer<StereoFrame>
    private let oddHistory: UnsafeMutablePointer<StereoFrame>
    private let eight: UnsafeMutablePointer<StereoFrame>

    /// - Parameters:
    ///   - taps: of the non-trivial phase, even; more are steeper.
    ///   - beta: of the window; 8 gives side lobes of -85 dB.
    ///   - maximumBlockFrames: at the lower rate.
    init(taps: Int, beta: Double, maximumBlockFrames: Int) {
        self.taps = taps
        eight = .allocate(capacity: 8)
        eight.initialize(repeating: .zero, count: 8)
        latencyFrames = taps - 1
        coefficients = .allocate(capacity: taps)
        var sum = 0.0
        let values = (0..<taps).map { tap -> Double in
            let distance = Double(tap) - Double(taps) / 2 + 0.5
            let value =
                sin(.pi * distance) / (.pi * distance)
                * KaiserWindow.weight(at: distance / (Double(taps) / 2), beta: beta)
            sum += value
            return value
        }
        for tap in 0..<taps { coefficients[tap] = Float(values[tap] / sum) }
        upHistory = .allocate(capacity: maximumBlockFrames + taps + 8)
        evenHistory = .allocate(capacity: maximumBlockFrames + taps + 8)
        oddHistory = .allocate(capacity: maximumBlockFrames + taps + 8)
        for history in [upHistory, evenHistory, oddHistory] {
            history.initialize(repeating: .zero, count: maximumBlockFrames + taps + 8)
        }
    }

    deinit {
        coefficients.deallocate()
        upHistory.deallocate()
        evenHistory.deallocate()
        oddHistory.deallocate()
        eight.deallocate()
    }

    /// Writes two frames for each of the input.
    func double(_ input: UnsafePointer<StereoFrame>, count: Int, into output: UnsafeMutablePointer<StereoFrame>) {
        (upHistory + taps - 1).update(from: input, count: count)
        for start in stride(from: 0, to: count, by: 8) {
            convolveEight(upHistory + start)
            for index in start..<min(start + 8, count) {
                output[2 * index] = eight[index - start]
                // The trivial phase lies half a frame later.
                output[2 * index + 1] = upHistory[index + taps / 2]
            }
        }
        upHistory.update(from: upHistory + count, count: taps - 1)
    }

    /// Writes one frame for each two of the input; what lies above the lower rate's band is removed.
    func halve(_ input: UnsafePointer<StereoFrame>, count: Int, into output: UnsafeMutablePointer<StereoFrame>) {
        for index in 0..<count {
            evenHistory[taps - 1 + index] = input[2 * index]
            oddHistory[taps - 1 + index] = input[2 * index + 1]
        }
        for start in stride(from: 0, to: count, by: 8) {
            convolveEight(evenHistory + start)
            for index in start..<min(start + 8, count) {
                output[index] = (eight[index - start] + oddHistory[index + taps / 2 - 1]) * 0.5
            }
        }
        evenHistory.update(from: evenHistory + count, count: taps - 1)
        oddHistory.update(from: oddHistory + count, count: taps - 1)
    }

    /// Eight neighbouring outputs at once, into `eight`: one load gives all of them the same tap, and their sums do not
    /// wait for each other. Up to seven frames beyond are read.
    @inline(__always)
    private func convolveEight(_ frames: UnsafePointer<StereoFrame>) {
        let base = UnsafeRawPointer(frames)
        var sum = SIMD16<Float>.zero
        for tap in 0..<taps {
            sum +=
                base.loadUnaligned(fromByteOffset: tap * MemoryLayout<StereoFrame>.stride, as: SIMD16<Float>.self)
                * coefficients[tap]
        }
        UnsafeMutableRawPointer(eight).storeBytes(of: sum, as: SIMD16<Float>.self)
    }
}
