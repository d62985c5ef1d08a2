import LofiPlatform
import LofiPlugin

/// Interpolation at any instant between frames through a low-pass of any cutoff: for reading a delay line, or as the
/// anti-aliasing filter and sampling switch of a converter with a rate of its own.
///
/// A Kaiser-windowed sinc, tabulated at `phases` positions between two frames.
package final class SamplingKernel {
    /// Frames needed for one value.
    package let taps: Int
    /// Tabulated positions between two frames.
    package let phases: Int
    /// Weights of four taps, duplicated for left and right: all groups of a phase, then, for interpolation between
    /// phases, their differences to the next one, then the next phase.
    private let table: UnsafeMutablePointer<SIMD8<Float>>
    private let eights: Int
    private let rowEights: Int

    /// - Parameters:
    ///   - taps: a multiple of four.
    ///   - cutoff: -6 dB point as a share of the sample rate, up to 0.5.
    ///   - beta: of the window.
    ///   - readsBetween: whether values between the phases are needed; otherwise the table is half the size.
    package init(taps: Int, cutoff: Double, beta: Double, phases: Int, readsBetween: Bool) {
        self.taps = taps
        self.phases = phases
        eights = taps / 4
        rowEights = readsBetween ? 2 * eights : eights
        table = .allocate(capacity: (phases + 1) * rowEights)
        var row = Self.weights(taps, cutoff, beta, fraction: 0)
        for phase in 0...phases {
            let next = Self.weights(taps, cutoff, beta, fraction: min(1, Double(phase + 1) / Double(phases)))
            let all = readsBetween ? row + zip(row, next).map { $1 - $0 } : row
            (table + phase * rowEights).initialize(from: all, count: rowEights)
            row = next
        }
    }

    deinit { table.deallocate() }

    private static func weights(_ taps: Int, _ cutoff: Double, _ beta: Double, fraction: Double) -> [SIMD8<Float>] {
        let values = (0..<taps).map { tap -> Double in
            let distance = Double(tap - taps / 2 + 1) - fraction
            let turns = 2 * cutoff * distance
            let sinc = abs(turns) < 1e-9 ? 1 : sin(.pi * turns) / (.pi * turns)
            return sinc * KaiserWindow.weight(at: distance / Double(taps / 2), beta: beta)
        }
        let sum = values.reduce(0, +)
        let twice = values.flatMap { [Float($0 / sum), Float($0 / sum)] }
        return stride(from: 0, to: 2 * taps, by: 8).map { SIMD8(twice[$0..<($0 + 8)]) }
    }

    /// Returns the value at `fraction` (0…1) between `frames[taps / 2 - 1]` and `frames[taps / 2]`, interpolated
    /// linearly between the phases.
    @inline(__always)
    package func read(_ frames: UnsafePointer<StereoFrame>, fraction: Float) -> StereoFrame {
        let position = fraction * Float(phases)
        let phase = Int32(position)
        let within = position - Float(phase)
        let row = table + Int(phase) &* rowEights
        let raw = UnsafeRawPointer(frames)
        var sum = SIMD8<Float>.zero
        var eight = 0
        while eight < eights {
            let weights = row[eight] + row[eight &+ eights] * within
            sum += raw.loadUnaligned(fromByteOffset: 32 &* eight, as: SIMD8<Float>.self) * weights
            eight &+= 1
        }
        return Self.folded(sum)
    }

    /// Returns the value `phase` phases after `frames[taps / 2 - 1]`.
    @inline(__always)
    package func read(_ frames: UnsafePointer<StereoFrame>, phase: Int) -> StereoFrame {
        let row = table + phase &* rowEights
        let raw = UnsafeRawPointer(frames)
        var sum = SIMD8<Float>.zero
        var eight = 0
        while eight < eights {
            sum += raw.loadUnaligned(fromByteOffset: 32 &* eight, as: SIMD8<Float>.self) * row[eight]
            eight &+= 1
        }
        return Self.folded(sum)
    }

    @inline(__always)
    private static func folded(_ sum: SIMD8<Float>) -> StereoFrame {
        let pairs = sum.lowHalf + sum.highHalf
        return pairs.lowHalf + pairs.highHalf
    }
}
