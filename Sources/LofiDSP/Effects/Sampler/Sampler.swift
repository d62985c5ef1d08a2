import LofiCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The grain of an early sampler: few bits, few samples, images that ring above.
///
/// Signal flow: input filter at the machine's half rate → sample and hold at its rate → rounding to its bits.
/// Machines: E-mu SP-1200 26.04 kHz 12 bits without a reconstruction filter, so the images stay; Akai MPC60 40 kHz 12
/// bits; an 8-bit µ-law telephone (ITU-T G.711's curve) at 8 kHz.
/// Simplification: the hold is moved to the next frame of the host, which adds a little jitter of its own.
public final class Sampler: AudioEffect {
    public static let kind = "sampler"
    public static let summary = "bits and rate of an early sampler"
    public static let parameters: [Parameter] = [
        .choice("machine", ["custom", "sp-1200", "mpc60", "mu-law"], default: "sp-1200", "custom takes rate and bits"),
        .number("rate", 2000...48000, default: 22050, unit: "Hz", "samples per second of a custom machine"),
        .integer("bits", 4...16, default: 10, unit: "bits", "of a custom machine"),
        .number("mix", 0...1, default: 1, "share of the effect"),
    ]

    public let tailFrames: Int
    private var filter: Biquad
    private let step: Double
    private let levels: Float
    private let isMuLaw: Bool
    private let mix: Float
    private var phase = 1.0
    private var held = StereoFrame.zero

    public init(settings: Settings, context: AudioContext) {
        let (rate, bits): (Double, Int) =
            switch settings.text("machine") {
            case "sp-1200": (26040, 12)
            case "mpc60": (40000, 12)
            case "mu-law": (8000, 8)
            default: (settings.number("rate"), settings.integer("bits"))
            }
        filter = Biquad(.lowPass(cutoffHz: 0.45 * min(rate, context.sampleRate), sampleRate: context.sampleRate))
        step = min(1, rate / context.sampleRate)
        levels = Float(1 << (bits - 1))
        isMuLaw = settings.text("machine") == "mu-law"
        mix = Float(settings.number("mix"))
        tailFrames = ringFrames(cornerHz: 0.45 * rate, quality: 0.71, sampleRate: context.sampleRate)
    }

    public func process(_ block: AudioBlock) {
        var (filter, phase, held) = (filter, phase, held)
        for index in block.indices {
            let input = block[index].bounded
            let filtered = filter.next(input)
            phase += step
            if phase >= 1 {
                phase -= 1
                held = isMuLaw ? StereoFrame(muLaw(filtered.x), muLaw(filtered.y)) : rounded(filtered)
            }
            block[index] = input + (held - input) * mix
        }
        (self.filter, self.phase, self.held) = (filter, phase, held)
    }

    @inline(__always)
    private func rounded(_ frame: StereoFrame) -> StereoFrame {
        (frame.clamped(lowerBound: .init(repeating: -1), upperBound: .init(repeating: 1)) * levels)
            .rounded(.toNearestOrEven) / levels
    }

    /// Compressed logarithmically, rounded to eight bits, expanded.
    private func muLaw(_ value: Float) -> Float {
        let mu: Float = 255
        let small = log1pf(mu * min(1, abs(value))) / log1pf(mu)
        let code = (small * 127).rounded() / 127
        return (value < 0 ? -1 : 1) * (expf(code * log1pf(mu)) - 1) / mu
    }
}
