#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads a sound at any instant between its frames, through a low-pass of any cut-off: the reader of a delay line, or the
/// input filter and the sampling switch of a converter that runs at a rate of its own.
///
/// A Kaiser-windowed sinc, tabulated at so many phases.
final class SamplingKernel {
    /// Frames that one reading needs.
    let taps: Int
    let phases: Int
    /// A tap's weights for four frames, twice each (left, right), and what they change by until the next phase: all eights
    /// of a phase, then the next phase.
    private let table: UnsafeMutablePointer<SIMD8<Float>>
    private let eights: Int

    /// - Parameters:
    ///   - taps: a multiple of four.
    ///   - cutoff: the -6 dB point as a share of the sample rate, up to 0.5.
    ///   - beta: of the window.
    init(taps: Int, cutoff: Double, beta: Double, phases: Int) {
        self.taps = taps
        self.phases = phases
        eights = taps / 4
        table = .allocate(capacity: (phases + 1) * taps / 2)
        var row = Self.weights(taps, cutoff, beta, fraction: 0)
        for phase in 0...phases {
            let next = Self.weights(taps, cutoff, beta, fraction: min(1, Double(phase + 1) / Double(phases)))
            for eight in row.indices {
                (table + (phase * taps / 4 + eight) * 2).initialize(to: row[eight])
                (table + (phase * taps / 4 + eight) * 2 + 1).initialize(to: next[eight] - row[eight])
            }
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

    /// The value at `fraction` (0…1) between `frames[taps / 2 - 1]` and `frames[taps / 2]`, with straight lines between the
    /// phases.
    @inline(__always)
    func read(_ frames: UnsafePointer<StereoFrame>, fraction: Float) -> StereoFrame {
        let place = fraction * Float(phases)
        let phase = Int32(place)
        let within = place - Float(phase)
        let row = table + Int(phase) &* (2 &* eights)
        let raw = UnsafeRawPointer(frames)
        var sum = SIMD8<Float>.zero
        var eight = 0
        while eight < eights {
            let weights = row[2 &* eight] + row[2 &* eight &+ 1] * within
            sum += raw.loadUnaligned(fromByteOffset: 32 &* eight, as: SIMD8<Float>.self) * weights
            eight &+= 1
        }
        return Self.folded(sum)
    }

    /// The value `phase` phases after `frames[taps / 2 - 1]`.
    @inline(__always)
    func read(_ frames: UnsafePointer<StereoFrame>, phase: Int) -> StereoFrame {
        let row = table + phase &* (2 &* eights)
        let raw = UnsafeRawPointer(frames)
        var sum = SIMD8<Float>.zero
        var eight = 0
        while eight < eights {
            sum += raw.loadUnaligned(fromByteOffset: 32 &* eight, as: SIMD8<Float>.self) * row[2 &* eight]
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
