import LofiCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Glues what goes through it: what is loud is held down, both channels alike.
///
/// Signal flow: held peak of both channels → dB → soft-knee curve → attack and release in dB → gain.
/// After D. Giannoulis, M. Massberg and J. Reiss, "Digital Dynamic Range Compressor Design" (JAES 2012), the log-domain
/// design with a smooth decoupled detector.
/// Simplification: the level is read once in eight frames (0.18 ms at 44.1 kHz), the gain drawn straight in between.
public final class Compressor: AudioEffect {
    public static let kind = "compressor"
    public static let summary = "holds down what is loud"
    public static let parameters: [Parameter] = [
        .number("threshold", -60...0, default: -20, unit: "dBFS", "level from which it works"),
        .number("ratio", 1...20, default: 2.5, "so many dB in for one dB out"),
        .number("attack", 0.1...200, default: 15, unit: "ms", "how fast it takes hold"),
        .number("release", 5...3000, default: 180, unit: "ms", "how fast it lets go"),
        .number("knee", 0...24, default: 6, unit: "dB", "width of the bend"),
        .number("makeup", -12...24, default: 0, unit: "dB", "gain behind it"),
    ]

    /// Frames between two readings of the level.
    private static let stride = 8

    private let curve: GainCurve
    private let makeup: Double
    private let attack: Double
    private let release: Double
    private var hold: PeakHold
    private var reduction = 0.0
    private var count = 0
    private var gain: Float
    private var step: Float = 0

    public init(settings: Settings, context: AudioContext) {
        curve = GainCurve(
            threshold: settings.number("threshold"), ratio: settings.number("ratio"),
            knee: max(0.01, settings.number("knee")))
        makeup = settings.number("makeup")
        func coefficient(_ milliseconds: Double) -> Double {
            1 - exp(-Double(Self.stride) / (milliseconds / 1000 * context.sampleRate))
        }
        attack = coefficient(settings.number("attack"))
        release = coefficient(settings.number("release"))
        hold = PeakHold(sampleRate: context.sampleRate)
        gain = Decibels.amplitude(makeup)
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
        let wanted = curve.reduction(at: Decibels.level(Double(peak) + 1e-9))
        reduction += (wanted - reduction) * (wanted < reduction ? attack : release)
        // Far below hearing, so that the state does not creep through subnormal numbers.
        if reduction > -1e-7 { reduction = 0 }
        return Decibels.amplitude(reduction + makeup)
    }
}
