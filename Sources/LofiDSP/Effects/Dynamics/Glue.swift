import LofiPlugin

/// A bus compressor that glues a mix together: gentle, slow to release on dense music, quick after a single hit.
///
/// Signal flow: high-pass → peak hold over both channels → dB → soft-knee curve → two followers → gain; mixed with the
/// input. The automatic release of analogue bus compressors: a fast follower (120 ms) for single hits and a slow one
/// (1.2 s) that only sustained loudness charges; the deeper of the two applies. Curve after D. Giannoulis, M. Massberg
/// and J. Reiss (JAES 2012). Simplification: the level is read once every eight frames (`GainRide`).
package final class Glue: AudioEffect {
    package static let kind = "glue"
    package static let summary = "bus compressor with automatic release"
    package static let parameters: [Parameter] = [
        .number("threshold", -60...0, default: -18, unit: "dBFS", "level above which compression starts"),
        .number("ratio", 1.2...10, default: 2, "input dB above the threshold for each dB of output"),
        .number("attack", 0.1...100, default: 20, unit: "ms", "time to turn down"),
        .number(
            "bass-free", 20...400, default: 90, unit: "Hz",
            "high-pass cutoff of the detector: lower notes do not trigger it"),
        .number("makeup", -12...24, default: 0, unit: "dB", "gain after compression"),
        .number("mix", 0...1, default: 1, "share of the compressed signal; below 1 = parallel compression"),
    ]

    package static var hasClock: Bool { true }

    package var tailFrames: Int { 64 }
    private let curve: GainCurve
    private let attack: Double
    private let release: Double
    private let slowAttack: Double
    private let slowRelease: Double
    private let makeup: Float
    private let mix: Float
    private var sidechain: Biquad
    private var ride: GainRide
    private var fast = 0.0
    private var slow = 0.0

    package init(settings: Settings, context: AudioContext) {
        let rate = context.sampleRate
        curve = GainCurve(threshold: settings.number("threshold"), ratio: settings.number("ratio"), knee: 8)
        func coefficient(_ seconds: Double) -> Double { GainRide.coefficient(seconds: seconds, sampleRate: rate) }
        attack = coefficient(settings.number("attack") / 1000)
        release = coefficient(0.12)
        slowAttack = coefficient(0.6)
        slowRelease = coefficient(1.2)
        makeup = Decibels.amplitude(settings.number("makeup"))
        mix = Float(settings.number("mix"))
        sidechain = Biquad(.highPass(cutoffHz: settings.number("bass-free"), sampleRate: rate))
        ride = GainRide(sampleRate: rate, gain: mix * makeup + 1 - mix)
    }

    package func process(_ block: AudioBlock) {
        var (ride, sidechain) = (ride, sidechain)
        ride.process(block, heard: { sidechain.next($0) }, next: { nextGain(peak: $0) })
        (self.ride, self.sidechain) = (ride, sidechain)
    }

    private func nextGain(peak: Float) -> Float {
        let wanted = curve.reduction(of: peak)
        fast += (wanted - fast) * (wanted < fast ? attack : release)
        slow += (wanted - slow) * (wanted < slow ? slowAttack : slowRelease)
        if fast > -1e-7 { fast = 0 }
        if slow > -1e-7 { slow = 0 }
        return mix * makeup * Decibels.amplitude(min(fast, slow)) + 1 - mix
    }
}
