import LofiCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Makes room: the sound steps back whenever another one, the kick drum as a rule, is heard.
///
/// Signal flow: level of the other → share of the full depth → attack and release → gain.
/// The depth is reached 12 dB above the threshold. Simplification: the level is read once in eight frames.
public final class Duck: SidechainEffect {
    public static let kind = "duck"
    public static let summary = "steps back while another strip or bus sounds"
    public static let parameters: [Parameter] = [
        .text("from", default: "drums", "the strip or bus that it listens to"),
        .number("amount", 0...24, default: 3, unit: "dB", "how far it steps back"),
        .number("threshold", -60...0, default: -24, unit: "dBFS", "level of the other from which it works"),
        .number("attack", 0.1...200, default: 8, unit: "ms", "how fast it steps back"),
        .number("release", 5...3000, default: 160, unit: "ms", "how fast it returns"),
    ]

    private static let stride = 8
    private static let rangeDecibels = 12.0

    private let amount: Double
    private let threshold: Double
    private let attack: Double
    private let release: Double
    private var depth = 0.0
    private var peak: Float = 0
    private var count = 0
    private var gain: Float = 1
    private var step: Float = 0

    public init(settings: Settings, context: AudioContext) {
        amount = settings.number("amount")
        threshold = settings.number("threshold")
        func coefficient(_ milliseconds: Double) -> Double {
            1 - exp(-Double(Self.stride) / (milliseconds / 1000 * context.sampleRate))
        }
        attack = coefficient(settings.number("attack"))
        release = coefficient(settings.number("release"))
    }

    /// Without a side-chain nothing is heard, so nothing is ducked.
    public func process(_ block: AudioBlock) {
        for index in block.indices { block[index] = block[index].bounded }
    }

    public func process(_ block: AudioBlock, sidechain: AudioBlock) {
        var (peak, count, gain, step) = (peak, count, gain, step)
        for index in block.indices {
            let other = sidechain[index].bounded
            peak = max(peak, max(abs(other.x), abs(other.y)))
            block[index] = block[index].bounded * gain
            gain += step
            count += 1
            if count == Self.stride {
                let over = 20 * log10(Double(peak) + 1e-9) - threshold
                let wanted = max(0, min(1, over / Self.rangeDecibels)) * amount
                depth += (wanted - depth) * (wanted > depth ? attack : release)
                if depth < 1e-7 { depth = 0 }
                step = (Decibels.amplitude(-depth) - gain) / Float(Self.stride)
                (peak, count) = (0, 0)
            }
        }
        (self.peak, self.count, self.gain, self.step) = (peak, count, gain, step)
    }
}
