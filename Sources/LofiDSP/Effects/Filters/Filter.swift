import LofiPlatform
import LofiPlugin

/// A moving filter: swept by an LFO, or by the input level as in an auto-wah.
///
/// Signal flow: state-variable filter; its corner = cutoff × 2^(depth · LFO sine + follow · level).
/// The filter is zero-delay (see `StateVariableFilter`), so sweeps are free of clicks. Simplification: the corner is
/// computed every 16 frames and interpolated linearly in between; the level runs from -48 dBFS (0) to 0 dBFS (1), with
/// an attack of 5 ms.
package final class Filter: AudioEffect {
    package static let kind = "filter"
    package static let summary = "resonant filter swept by an LFO or by the input level"
    package static let parameters: [Parameter] = [
        .choice(
            "mode", ["low", "high", "band", "notch"], default: "low", "which frequencies pass; notch: which are removed"
        ),
        .number("cutoff", 20...20000, default: 1200, unit: "Hz", "corner or centre frequency"),
        .number("resonance", 0.5...12, default: 1, "Q: height of the peak at the corner; 0.71 = none"),
        .number("rate", 0.01...10, default: 0.2, unit: "Hz", "LFO rate"),
        .number("depth", 0...4, default: 0, unit: "octaves", "LFO depth, up and down"),
        .number("follow", -6...6, default: 0, unit: "octaves", "shift at full input level"),
        .number("release", 20...2000, default: 200, unit: "ms", "time to fall back after a note"),
    ]

    package static var hasClock: Bool { true }

    /// Without the level that it follows.
    package static func isLinear(_ settings: Settings) -> Bool { settings.number("follow") == 0 }

    private static let stride = 16

    package let tailFrames: Int
    private let sampleRate: Double
    private let cutoff: Double
    private let depth: Double
    private let follow: Double
    private let perFrame: Double
    private let damping: Float
    /// Output weights of the low, band and high responses.
    private let mode: SIMD3<Float>
    private let attack: Double
    private let release: Double

    private var filter = StateVariableFilter()
    private var warped: Float
    private var step: Float = 0
    private var count = 0
    private var time = 0
    private var peak: Float = 0
    private var level = 0.0

    package init(settings: Settings, context: AudioContext) {
        sampleRate = context.sampleRate
        cutoff = settings.number("cutoff")
        depth = settings.number("depth")
        follow = settings.number("follow")
        perFrame = 2 * .pi * context.modulationRate(settings.number("rate")) / sampleRate
        damping = Float(1 / settings.number("resonance"))
        mode =
            switch settings.text("mode") {
            case "low": SIMD3(1, 0, 0)
            case "high": SIMD3(0, 0, 1)
            case "band": SIMD3(0, damping, 0)
            default: SIMD3(1, 0, 1)
            }
        func coefficient(_ seconds: Double) -> Double { 1 - exp(-Double(Self.stride) / (seconds * context.sampleRate)) }
        attack = coefficient(0.005)
        release = coefficient(settings.number("release") / 1000)
        warped = StateVariableFilter.warped(cutoff, sampleRate: sampleRate)
        let lowest = max(20, cutoff * pow(2, -depth + min(0, follow)))
        tailFrames = ringFrames(
            cornerHz: lowest, quality: max(0.71, settings.number("resonance")), sampleRate: sampleRate)
    }

    package func process(_ block: AudioBlock) {
        var (filter, warped, step, count, peak) = (filter, warped, step, count, peak)
        for index in block.indices {
            if count == 0 {
                step = (nextWarped(peak: peak) - warped) / Float(Self.stride)
                (count, peak) = (Self.stride, 0)
            }
            let frame = block[index].bounded
            peak = max(peak, max(abs(frame.x), abs(frame.y)))
            let outputs = filter.next(frame, warped: warped, damping: damping)
            block[index] = outputs.low * mode.x + outputs.band * mode.y + outputs.high * mode.z
            warped += step
            count -= 1
        }
        (self.filter, self.warped, self.step, self.count, self.peak) = (filter, warped, step, count, peak)
    }

    private func nextWarped(peak: Float) -> Float {
        let target = max(0, min(1, 1 + Decibels.level(Double(peak) + 1e-9) / 48))
        level += (target - level) * (target > level ? attack : release)
        time += Self.stride
        let octaves = depth * sin(perFrame * Double(time)) + follow * level
        return StateVariableFilter.warped(max(20, cutoff * pow(2, octaves)), sampleRate: sampleRate)
    }
}
