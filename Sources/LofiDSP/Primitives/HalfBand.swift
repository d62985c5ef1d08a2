import LofiPlatform
import LofiPlugin

/// A half-band filter that doubles and halves the sample rate around a non-linear stage.
///
/// A linear-phase half-band FIR of 2 × `taps` - 1 with a Kaiser window: every second coefficient is zero, so one phase
/// of the doubled signal is the delayed input itself.
package final class HalfBand {
    /// Latency of doubling and halving together, in input frames.
    package let latencyFrames: Int
    private let taps: Int
    private let coefficients: UnsafeMutablePointer<SIMD4<Float>>
    private let upHistory: UnsafeMutablePointer<StereoFrame>
    private let evenHistory: UnsafeMutablePointer<StereoFrame>
    private let oddHistory: UnsafeMutablePointer<StereoFrame>

    /// - Parameters:
    ///   - taps: of the non-trivial phase, a multiple of four; more are steeper.
    ///   - beta: of the window; 8 gives side lobes of -85 dB.
    ///   - maximumBlockFrames: at the lower rate.
    package init(taps: Int, beta: Double, maximumBlockFrames: Int) {
        self.taps = taps
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
        for tap in 0..<taps { (coefficients + tap).initialize(to: SIMD4(repeating: Float(values[tap] / sum))) }
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
    }

    /// Writes two frames for each input frame, and up to fourteen beyond.
    package func double(_ input: UnsafePointer<StereoFrame>, count: Int, into output: UnsafeMutablePointer<StereoFrame>)
    {
        (upHistory + taps - 1).update(from: input, count: count)
        for start in stride(from: 0, to: count, by: 8) {
            let made = EightFrames(of: upHistory + start, through: coefficients, taps: taps).pairs
            // The trivial phase is half a frame later.
            let given = upHistory + start + taps / 2
            let target = output + 2 * start
            Self.interleave(made.0, given, into: target)
            Self.interleave(made.1, given + 2, into: target + 4)
            Self.interleave(made.2, given + 4, into: target + 8)
            Self.interleave(made.3, given + 6, into: target + 12)
        }
        upHistory.update(from: upHistory + count, count: taps - 1)
    }

    @inline(__always)
    private static func interleave(
        _ made: SIMD4<Float>, _ given: UnsafePointer<StereoFrame>, into output: UnsafeMutablePointer<StereoFrame>
    ) {
        let raw = UnsafeMutableRawPointer(output)
        raw.storeBytes(of: SIMD4(lowHalf: made.lowHalf, highHalf: given[0]), as: SIMD4<Float>.self)
        raw.storeBytes(of: SIMD4(lowHalf: made.highHalf, highHalf: given[1]), toByteOffset: 16, as: SIMD4<Float>.self)
    }

    /// Writes one frame for every two input frames, with everything above the lower rate's band removed.
    func halve(_ input: UnsafePointer<StereoFrame>, count: Int, into output: UnsafeMutablePointer<StereoFrame>) {
        for index in 0..<count {
            // Includes the factor of one half that keeps the level.
            evenHistory[taps - 1 + index] = input[2 * index] * 0.5
            oddHistory[taps - 1 + index] = input[2 * index + 1] * 0.5
        }
        for start in stride(from: 0, to: count, by: 8) {
            var sums = EightFrames(of: evenHistory + start, through: coefficients, taps: taps)
            let odd = UnsafeRawPointer(oddHistory + start + taps / 2 - 1)
            sums.pairs.0 += odd.loadUnaligned(as: SIMD4<Float>.self)
            sums.pairs.1 += odd.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self)
            sums.pairs.2 += odd.loadUnaligned(fromByteOffset: 32, as: SIMD4<Float>.self)
            sums.pairs.3 += odd.loadUnaligned(fromByteOffset: 48, as: SIMD4<Float>.self)
            sums.store(output + start, count: count - start)
        }
        evenHistory.update(from: evenHistory + count, count: taps - 1)
        oddHistory.update(from: oddHistory + count, count: taps - 1)
    }
}
