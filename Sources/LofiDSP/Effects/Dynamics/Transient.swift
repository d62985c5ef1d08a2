import LofiCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// More or less of the stroke, more or less of what rings after it, at any level.
///
/// Signal flow: held peak → dB → three followers; a quick one above a slow one is an attack, a lingering one above the
/// quick one is sustain; each moves the gain by its setting, in full where they are 12 dB apart.
/// The difference of envelopes after the SPL Transient Designer (R. Gottlieb, 1998): no threshold.
/// Simplification: the level is read once in eight frames, the gain drawn straight in between.
public final class Transient: AudioEffect {
    public static let kind = "transient"
    public static let summary = "more or less stroke, more or less ring"
    public static let parameters: [Parameter] = [
        .number("attack", -15...15, default: 3, unit: "dB", "change of the stroke"),
        .number("sustain", -24...24, default: 0, unit: "dB", "change of what rings after it"),
    ]

    private static let stride = 8
    private static let floorDecibels = -70.0
    private static let fullDecibels = 12.0

    private let attackGain: Double
    private let sustainGain: Double
    /// Milliseconds: 1 and 30 into a stroke, 40 out of it, 500 for what lingers.
    private let quick: Double
    private let slow: Double
    private let fall: Double
    private let linger: Double
    private let smooth: Double
    private var hold: PeakHold
    private var levels = SIMD3<Double>(repeating: floorDecibels)
    private var change = 0.0
    private var count = 0
    private var gain: Float = 1
    private var step: Float = 0

    public init(settings: Settings, context: AudioContext) {
        attackGain = settings.number("attack")
        sustainGain = settings.number("sustain")
        func coefficient(_ milliseconds: Double) -> Double {
            1 - exp(-Double(Self.stride) / (milliseconds / 1000 * context.sampleRate))
        }
        (quick, slow, fall, linger) = (coefficient(1), coefficient(30), coefficient(40), coefficient(500))
        smooth = coefficient(1)
        hold = PeakHold(sampleRate: context.sampleRate)
    }

    public func process(_ block: AudioBlock) {
        var (hold, count, gain, step) = (hold, count, gain, step)
        for index in block.indices {
            let frame = block[index].bounded
            hold.take(frame)
            block[index] = frame * gain
            gain += step
            count += 1
            if count == Self.stride {
                step = (nextGain(peak: hold.peak) - gain) / Float(Self.stride)
                count = 0
            }
        }
        (self.hold, self.count, self.gain, self.step) = (hold, count, gain, step)
    }

    private func nextGain(peak: Float) -> Float {
        let level = max(Self.floorDecibels, Decibels.level(Double(peak) + 1e-9))
        levels.x += (level - levels.x) * (level > levels.x ? quick : fall)
        levels.y += (level - levels.y) * (level > levels.y ? slow : fall)
        levels.z += (level - levels.z) * (level > levels.z ? quick : linger)
        let stroke = max(0, min(1, (levels.x - levels.y) / Self.fullDecibels))
        let ring = max(0, min(1, (levels.z - levels.x) / Self.fullDecibels))
        change += (attackGain * stroke + sustainGain * ring - change) * smooth
        return Decibels.amplitude(change)
    }
}
