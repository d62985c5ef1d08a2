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
/// of 24 frames, tabulated at 128 phases with straight lines between them.
final class BandLimitedStep {
    static let taps = 24
    /// By how many frames the middle of the step lags.
    static let latencyFrames = taps / 2
    private static let phases = 128
    /// For each phase, in eights: the step less 1, each value twice (left, right), and its change until the next phase.
    private let table: UnsafeMutablePointer<SIMD8<Float>>

    init() {
        let fine = Self.phases * Self.taps
        var integral = [0.0]
        for point in 0..<fine {
            let distance = (Double(point) + 0.5) / Double(Self.phases) - Double(Self.taps / 2)
            let band = 0.95 * distance
            let sinc = abs(band) < 1e-9 ? 1 : sin(.pi * band) / (.pi * band)
            integral.append(
                integral[point] + sinc * KaiserWindow.weight(at: distance / Double(Self.taps / 2), beta: 6))
        }
        func remainder(_ point: Int) -> Float {
            Float(integral[min(point, fine)] / integral[fine] - 1)
        }
        table = .allocate(capacity: Self.phases * Self.taps / 2)
        for phase in 0..<Self.phases {
            for eight in 0..<(Self.taps / 4) {
                func row(_ phase: Int) -> SIMD8<Float> {
                    SIMD8((0..<8).map { remainder((4 * eight + $0 / 2) * Self.phases + phase) })
                }
                let start = table + (phase * Self.taps / 4 + eight) * 2
                start.initialize(to: row(phase))
                (start + 1).initialize(to: row(phase + 1) - row(phase))
            }
        }
    }

    deinit { table.deallocate() }

    /// Adds to the next 24 frames what turns a step of this height, made `age` (0…1) frames before the first of them and
    /// held from there on, into a band-limited one.
    @inline(__always)
    func soften(_ frames: UnsafeMutablePointer<StereoFrame>, height: StereoFrame, age: Float) {
        let place = age * Float(Self.phases)
        let phase = min(Int(place), Self.phases - 1)
        let within = place - Float(phase)
        let row = table + phase * Self.taps / 2
        let raw = UnsafeMutableRawPointer(frames)
        let heights = SIMD8(height.x, height.y, height.x, height.y, height.x, height.y, height.x, height.y)
        for eight in 0..<(Self.taps / 4) {
            let shape = row[2 * eight] + row[2 * eight + 1] * within
            let sum = raw.loadUnaligned(fromByteOffset: 32 * eight, as: SIMD8<Float>.self) + shape * heights
            raw.storeBytes(of: sum, toByteOffset: 32 * eight, as: SIMD8<Float>.self)
        }
    }
}
