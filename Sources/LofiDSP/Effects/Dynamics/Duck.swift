import LofiPlatform
import LofiPlugin

/// Makes room: the sound steps back whenever another one, the kick drum as a rule, is heard.
///
/// Signal flow: low-pass of the other → its level → share of the full depth → attack, hold and release → gain.
/// The low-pass (four poles, Butterworth) lets a kick through and keeps hats and snares out. The depth is reached 12 dB
/// above the threshold. Simplification: the level is read once in eight frames.
public final class Duck: SidechainEffect {
    public static let kind = "duck"
    public static let summary = "steps back while another strip or bus sounds"
    public static let parameters: [Parameter] = [
        .text("from", default: "drums", "the strip or bus that it listens to"),
        .number("amount", 0...24, default: 3, unit: "dB", "how far it steps back"),
        .number("threshold", -60...0, default: -24, unit: "dBFS", "level of the other from which it works"),
        .number("attack", 0.1...200, default: 8, unit: "ms", "how fast it steps back"),
        .number("hold", 0...1000, default: 20, unit: "ms", "how long it stays back after the other has ended"),
        .number("release", 5...3000, default: 160, unit: "ms", "until nine tenths of the way back are done"),
        .number("below", 30...20000, default: 150, unit: "Hz", "it hears only what lies below; 20000 is all"),
    ]

    private static let stride = 8
    private static let rangeDecibels = 12.0

    private let amount: Double
    private let threshold: Double
    /// As an amplitude.
    private let quiet: Double
    private let attack: Double
    private let release: Double
    private let holdSteps: Int
    private let hearsAll: Bool
    private var first: Biquad
    private var second: Biquad
    private var held = 0
    private var wanted = 0.0
    private var depth = 0.0
    private var peak: Float = 0
    private var count = 0
    private var gain: Float = 1
    private var step: Float = 0

    public init(settings: Settings, context: AudioContext) {
        amount = settings.number("amount")
        threshold = settings.number("threshold")
        quiet = pow(10, threshold / 20)
        func coefficient(_ milliseconds: Double) -> Double {
            1 - exp(-Double(Self.stride) / (milliseconds / 1000 * context.sampleRate))
        }
        attack = coefficient(settings.number("attack"))
        // An exponential has done nine tenths after ln 10 of its time constant.
        release = coefficient(settings.number("release") / log(10))
        holdSteps = Int(settings.number("hold") / 1000 * context.sampleRate / Double(Self.stride))
        let below = settings.number("below")
        hearsAll = below >= 20000
        first = Biquad(.lowPass(cutoffHz: below, q: 0.541196100146197, sampleRate: context.sampleRate))
        second = Biquad(.lowPass(cutoffHz: below, q: 1.306562964876377, sampleRate: context.sampleRate))
    }

    /// Without a side-chain nothing is heard, so nothing is ducked.
    public func process(_ block: AudioBlock) {
        for index in block.indices { block[index] = block[index].bounded }
    }

    public func process(_ block: AudioBlock, sidechain: AudioBlock) {
        var (peak, count, gain, step) = (peak, count, gain, step)
        var (first, second) = (first, second)
        for index in block.indices {
            var other = sidechain[index].bounded
            if !hearsAll { other = second.next(first.next(other)) }
            peak = max(peak, max(abs(other.x), abs(other.y)))
            block[index] = block[index].bounded * gain
            gain += step
            count += 1
            if count == Self.stride {
                let depth = nextDepth(peak)
                step = ((depth == 0 ? 1 : Decibels.amplitude(-depth)) - gain) / Float(Self.stride)
                (peak, count) = (0, 0)
            }
        }
        (self.peak, self.count, self.gain, self.step) = (peak, count, gain, step)
        (self.first, self.second) = (first, second)
    }

    /// dB to step back, for the highest level of the last eight frames.
    private func nextDepth(_ peak: Float) -> Double {
        // Most of the time there is nothing to hear, and no logarithm to be taken.
        let over = Double(peak) <= quiet ? 0 : Decibels.level(Double(peak)) - threshold
        let now = max(0, min(1, over / Self.rangeDecibels)) * amount
        // What was wanted last is held, so that it does not return between the half-waves of a kick.
        if now >= wanted {
            (wanted, held) = (now, holdSteps)
        } else if held > 0 {
            held -= 1
        } else {
            wanted = now
        }
        depth += (wanted - depth) * (wanted > depth ? attack : release)
        if depth < 1e-7 { depth = 0 }
        return depth
    }
}
