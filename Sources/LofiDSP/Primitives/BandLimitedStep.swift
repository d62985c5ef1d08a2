#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A step between two frames without overtones above the band: the edge of a converter's staircase.
///
/// E. Brandt, "Hard sync without aliasing" (ICMC 2001), with a linear-phase kernel: the integral of a Kaiser-windowed sinc
/// of 24 frames, tabulated at so many phases.
final class BandLimitedStep {
    static let taps = 24
    /// By how many frames the middle of the step lags.
    static let latencyFrames = taps / 2
    /// For each phase, in eights: the step less 1, each value twice (left, right).
    private let table: UnsafeMutablePointer<SIMD8<Float>>

    init(phases: Int) {
        // The integral is summed at 128 points a frame or more.
        let finer = (127 + phases) / phases
        let points = phases * finer
        let fine = points * Self.taps
        var integral = [0.0]
        for point in 0..<fine {
            let distance = (Double(point) + 0.5) / Double(points) - Double(Self.taps / 2)
            let band = 0.95 * distance
            let sinc = abs(band) < 1e-9 ? 1 : sin(.pi * band) / (.pi * band)
            integral.append(
                integral[point] + sinc * KaiserWindow.weight(at: distance / Double(Self.taps / 2), beta: 6))
        }
        func remainder(_ point: Int) -> Float {
            Float(integral[min(point, fine)] / integral[fine] - 1)
        }
        table = .allocate(capacity: phases * Self.taps / 4)
        for phase in 0..<phases {
            for eight in 0..<(Self.taps / 4) {
                (table + phase * Self.taps / 4 + eight).initialize(
                    to: SIMD8((0..<8).map { remainder((4 * eight + $0 / 2) * points + phase * finer) }))
            }
        }
    }

    deinit { table.deallocate() }

    /// Adds to the next 24 frames what turns a step of this height, made `phase` phases before the first of them and held
    /// from there on, into a band-limited one.
    @inline(__always)
    func soften(_ frames: UnsafeMutablePointer<StereoFrame>, height: StereoFrame, phase: Int) {
        let row = table + phase &* (Self.taps / 4)
        let raw = UnsafeMutableRawPointer(frames)
        let heights = SIMD8(height.x, height.y, height.x, height.y, height.x, height.y, height.x, height.y)
        for eight in 0..<(Self.taps / 4) {
            let sum = raw.loadUnaligned(fromByteOffset: 32 * eight, as: SIMD8<Float>.self) + row[eight] * heights
            raw.storeBytes(of: sum, toByteOffset: 32 * eight, as: SIMD8<Float>.self)
        }
    }
}
