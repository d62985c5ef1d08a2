#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The input filter and the sampling switch of a converter that runs at a rate of its own: reads a sound at any instant
/// through a low-pass of any cut-off.
///
/// A Kaiser-windowed sinc as long as the cut-off demands, tabulated at 128 phases with straight lines between them.
final class SamplingKernel {
    /// Frames that one reading needs.
    let taps: Int
    private static let phases = 128
    /// For each phase, in eights: the weights, each twice (left, right), and what they change by until the next phase.
    private let table: UnsafeMutablePointer<SIMD8<Float>>

    /// - Parameters:
    ///   - cutoff: the -6 dB point as a share of the sample rate, up to 0.5.
    ///   - periods: zero crossings of the sinc on each side; more are steeper.
    init(cutoff: Double, periods: Int) {
        taps = 4 * Int((Double(periods) / cutoff / 4).rounded(.up))
        table = .allocate(capacity: Self.phases * taps / 2)
        var row = Self.weights(taps, cutoff, fraction: 0)
        for phase in 0..<Self.phases {
            let next = Self.weights(taps, cutoff, fraction: Double(phase + 1) / Double(Self.phases))
            for eight in row.indices {
                (table + (phase * taps / 4 + eight) * 2).initialize(to: row[eight])
                (table + (phase * taps / 4 + eight) * 2 + 1).initialize(to: next[eight] - row[eight])
            }
            row = next
        }
    }

    deinit { table.deallocate() }

    private static func weights(_ taps: Int, _ cutoff: Double, fraction: Double) -> [SIMD8<Float>] {
        let values = (0..<taps).map { tap -> Double in
            let distance = Double(tap - taps / 2 + 1) - fraction
            let turns = 2 * cutoff * distance
            let sinc = abs(turns) < 1e-9 ? 1 : sin(.pi * turns) / (.pi * turns)
            // 5: side lobes of -53 dB, and a slope as narrow as that allows.
            return sinc * KaiserWindow.weight(at: distance / Double(taps / 2), beta: 5)
        }
        let sum = values.reduce(0, +)
        let twice = values.flatMap { [Float($0 / sum), Float($0 / sum)] }
        return stride(from: 0, to: 2 * taps, by: 8).map { SIMD8(twice[$0..<($0 + 8)]) }
    }

    /// The value at `fraction` (0…1) between `frames[taps / 2 - 1]` and `frames[taps / 2]`.
    @inline(__always)
    func read(_ frames: UnsafePointer<StereoFrame>, fraction: Float) -> StereoFrame {
        let place = fraction * Float(Self.phases)
        let phase = min(Int(place), Self.phases - 1)
        let within = place - Float(phase)
        let row = table + phase * taps / 2
        let raw = UnsafeRawPointer(frames)
        var sum = SIMD8<Float>.zero
        for eight in 0..<(taps / 4) {
            let weights = row[2 * eight] + row[2 * eight + 1] * within
            sum += raw.loadUnaligned(fromByteOffset: 32 * eight, as: SIMD8<Float>.self) * weights
        }
        let pairs = sum.lowHalf + sum.highHalf
        return pairs.lowHalf + pairs.highHalf
    }
}
