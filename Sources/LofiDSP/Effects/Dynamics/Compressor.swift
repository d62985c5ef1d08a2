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
/// Signal flow: peak of both channels → dB → soft-knee curve → attack and release in dB → gain.
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

    private let threshold: Double
    private let slope: Double
    private let knee: Double
    private let makeup: Double
    private let attack: Double
    private let release: Double
    private var reduction = 0.0
    private var peak: Float = 0
    private var count = 0
    private var gain: Float
    private var step: Float = 0

    public init(settings: Settings, context: AudioContext) {
        threshold = settings.number("threshold")
        slope = 1 / settings.number("ratio") - 1
        knee = max(0.01, settings.number("knee"))
        makeup = settings.number("makeup")
        func coefficient(_ milliseconds: Double) -> Double {
            1 - exp(-Double(Self.stride) / (milliseconds / 1000 * context.sampleRate))
        }
        attack = coefficient(settings.number("attack"))
        release = coefficient(settings.number("release"))
        gain = Decibels.amplitude(makeup)
    }

    public func process(_ block: AudioBlock) {
        var (peak, count, gain, step) = (peak, count, gain, step)
        for index in block.indices {
            let frame = block[index].bounded
            peak = max(peak, max(abs(frame.x), abs(frame.y)))
            block[index] = frame * gain
            gain += step
            count += 1
            if count == Self.stride {
                let target = nextGain(peak: peak)
                step = (target - gain) / Float(Self.stride)
                (peak, count) = (0, 0)
            }
        }
        (self.peak, self.count, self.gain, self.step) = (peak, count, gain, step)
    }

    private func nextGain(peak: Float) -> Float {
        let over = 20 * log10(Double(peak) + 1e-9) - threshold
        let wanted: Double
        if 2 * over < -knee {
            wanted = 0
        } else if 2 * over > knee {
            wanted = slope * over
        } else {
            let bend = over + knee / 2
            wanted = slope * bend * bend / (2 * knee)
        }
        reduction += (wanted - reduction) * (wanted < reduction ? attack : release)
        // Far below hearing, so that the state does not creep through subnormal numbers.
        if reduction > -1e-7 { reduction = 0 }
        return Decibels.amplitude(reduction + makeup)
    }
}
