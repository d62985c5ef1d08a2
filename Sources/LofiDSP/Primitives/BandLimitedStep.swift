import LofiPlatform
import LofiPlugin

/// A band-limited step between two frames: the edges of a converter's staircase.
///
/// E. Brandt, "Hard sync without aliasing" (ICMC 2001), with a linear-phase kernel: the integral of a Kaiser-windowed
/// sinc of 24 frames, tabulated at `phases` positions between two frames.
final class BandLimitedStep {
    static let taps = 24
    /// Latency of the middle of the step, in frames.
    static let latencyFrames = taps / 2
    /// Frames that a group of steps processed together may touch.
    static let reachFrames = taps + spareFrames
    private static let spareFrames = 8
    /// For each phase the step minus 1 at each frame, duplicated for left and right; zeros before, between and after
    /// the phases, so that a row can be read from a few frames before its start to a few after its end.
    private let table: UnsafeMutablePointer<StereoFrame>

    init(phases: Int) {
        // The integral is evaluated at 128 points per frame or more.
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
        let room = Self.spareFrames + phases * Self.reachFrames
        table = .allocate(capacity: room)
        table.initialize(repeating: .zero, count: room)
        for phase in 0..<phases {
            for tap in 0..<Self.taps {
                row(phase)[tap] = StereoFrame(repeating: remainder(tap * points + phase * finer))
            }
        }
    }

    deinit { table.deallocate() }

    /// A step of this height, `phase` phases before a frame and held from there on.
    struct Step {
        let frame: Int
        let phase: Int
        var height: StereoFrame
    }

    /// Adds the corrections that turn steps into band-limited ones to the 24 frames from each step on.
    ///
    /// Processed one by one, each step would wait for the stores of the one before. So four steps within eight frames
    /// are processed together; each frame still gets its sum in the order of the steps, with identical bits.
    ///
    /// - Parameters:
    ///   - frames: 32 of them from each step's on.
    ///   - steps: in order of their frames.
    func addCorrections(_ frames: UnsafeMutablePointer<StereoFrame>, _ steps: UnsafeBufferPointer<Step>) {
        var done = 0
        while done < steps.count {
            let together = steps.count - done
            if together >= 4 && steps[done + 3].frame - steps[done].frame <= Self.spareFrames {
                addFourCorrections(frames, steps[done], steps[done + 1], steps[done + 2], steps[done + 3])
                done += 4
            } else {
                let (step, row) = (steps[done], row(steps[done].phase))
                for tap in 0..<Self.taps { frames[step.frame + tap] += row[tap] * step.height }
                done += 1
            }
        }
    }

    private func row(_ phase: Int) -> UnsafeMutablePointer<StereoFrame> {
        table + Self.spareFrames + phase * Self.reachFrames
    }

    private func addFourCorrections(
        _ frames: UnsafeMutablePointer<StereoFrame>, _ a: Step, _ b: Step, _ c: Step, _ d: Step
    ) {
        func from(_ step: Step) -> UnsafeRawPointer { UnsafeRawPointer(row(step.phase) - (step.frame - a.frame)) }
        let rows = (from(a), from(b), from(c), from(d))
        func fourfold(_ height: StereoFrame) -> SIMD8<Float> {
            let two = SIMD4(lowHalf: height, highHalf: height)
            return SIMD8(lowHalf: two, highHalf: two)
        }
        let heights = (fourfold(a.height), fourfold(b.height), fourfold(c.height), fourfold(d.height))
        let raw = UnsafeMutableRawPointer(frames + a.frame)
        for offset in stride(from: 0, to: 8 * Self.reachFrames, by: 32) {
            func part(_ row: UnsafeRawPointer, _ height: SIMD8<Float>) -> SIMD8<Float> {
                row.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self) * height
            }
            var sum = raw.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            sum += part(rows.0, heights.0)
            sum += part(rows.1, heights.1)
            sum += part(rows.2, heights.2)
            sum += part(rows.3, heights.3)
            raw.storeBytes(of: sum, toByteOffset: offset, as: SIMD8<Float>.self)
        }
    }
}
