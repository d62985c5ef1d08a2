import LofiPlatform
import LofiPlugin

/// Side-chain ducking: turns the sound down while another one, usually the kick drum, is playing.
///
/// Signal flow: low-pass of the side-chain → its level → share of the full depth → attack, hold and release → gain.
/// The low-pass (four poles, Butterworth) passes a kick and rejects hats and snares. Full depth is reached 12 dB above
/// the threshold. Simplification: the level is read once every 8 frames, or every 64 if the attack takes 20 ms or more.
package final class Duck: SidechainEffect {
    package static let kind = "duck"
    package static let summary = "turns down while another strip or bus is playing"
    package static let parameters: [Parameter] = [
        .text("from", default: "drums", "strip or bus that triggers the ducking"),
        .number("amount", 0...24, default: 3, unit: "dB", "maximum gain reduction"),
        .number("threshold", -60...0, default: -24, unit: "dBFS", "side-chain level above which ducking starts"),
        .number("attack", 0.1...200, default: 8, unit: "ms", "time to turn down"),
        .number("hold", 0...1000, default: 20, unit: "ms", "time to stay down after the side-chain falls silent"),
        .number("release", 5...3000, default: 160, unit: "ms", "time to recover by 90 %"),
        .number("below", 30...20000, default: 150, unit: "Hz", "low-pass cutoff of the side-chain; 20000 = off"),
    ]

    package static var hasClock: Bool { true }

    package static func isLinear(_ settings: Settings) -> Bool { true }

    private static let rangeDecibels = 12.0
    private static let slowAttackMilliseconds = 20.0

    /// Frames from one reading of the level to the next.
    private let stride: Int
    private let amount: Double
    private let threshold: Double
    /// The threshold as an amplitude.
    private let thresholdAmplitude: Double
    private let attack: Double
    private let release: Double
    private let holdSteps: Int
    private let isFullBand: Bool
    private var first: Biquad
    private var second: Biquad
    private var held = 0
    private var target = 0.0
    private var depth = 0.0
    private var peak: Float = 0
    private var count = 0
    private var gain: Float = 1
    private var step: Float = 0

    package init(settings: Settings, context: AudioContext) {
        let stride = settings.number("attack") >= Self.slowAttackMilliseconds ? 64 : 8
        self.stride = stride
        amount = settings.number("amount")
        threshold = settings.number("threshold")
        thresholdAmplitude = pow(10, threshold / 20)
        func coefficient(_ milliseconds: Double) -> Double {
            1 - exp(-Double(stride) / (milliseconds / 1000 * context.sampleRate))
        }
        attack = coefficient(settings.number("attack"))
        // An exponential has covered 90 % after ln 10 time constants.
        release = coefficient(settings.number("release") / log(10))
        holdSteps = Int(settings.number("hold") / 1000 * context.sampleRate / Double(stride))
        let below = settings.number("below")
        isFullBand = below >= 20000
        first = Biquad(.lowPass(cutoffHz: below, q: 0.541196100146197, sampleRate: context.sampleRate))
        second = Biquad(.lowPass(cutoffHz: below, q: 1.306562964876377, sampleRate: context.sampleRate))
    }

    /// Without a side-chain there is nothing to duck for.
    package func process(_ block: AudioBlock) {
        for index in block.indices { block[index] = block[index].bounded }
    }

    package func process(_ block: AudioBlock, sidechain: AudioBlock) {
        var (peak, count, gain, step) = (peak, count, gain, step)
        var (first, second) = (first, second)
        var start = 0
        while start < block.count {
            let run = start..<min(block.count, start + stride - count)
            for index in run {
                var other = sidechain[index].bounded
                if !isFullBand { other = second.next(first.next(other)) }
                peak = max(peak, max(abs(other.x), abs(other.y)))
                block[index] = block[index].bounded * gain
                gain += step
            }
            count += run.count
            if count == stride {
                let depth = nextDepth(peak)
                step = ((depth == 0 ? 1 : Decibels.amplitude(-depth)) - gain) / Float(stride)
                (peak, count) = (0, 0)
            }
            start = run.upperBound
        }
        (self.peak, self.count, self.gain, self.step) = (peak, count, gain, step)
        (self.first, self.second) = (first, second)
    }

    /// Returns the gain reduction in dB for the highest level of the last eight frames.
    private func nextDepth(_ peak: Float) -> Double {
        // Below the threshold, which is most of the time, skip the logarithm.
        let over = Double(peak) <= thresholdAmplitude ? 0 : Decibels.level(Double(peak)) - threshold
        let now = max(0, min(1, over / Self.rangeDecibels)) * amount
        // Hold the last target, so that the gain does not recover between the half-waves of a kick.
        if now >= target {
            (target, held) = (now, holdSteps)
        } else if held > 0 {
            held -= 1
        } else {
            target = now
        }
        depth += (target - depth) * (target > depth ? attack : release)
        if depth < 1e-7 { depth = 0 }
        return depth
    }
}
