import LofiPlugin

/// A stereo-linked compressor: evens out the level by turning down the loud parts.
///
/// Signal flow: peak hold over both channels → dB → soft-knee curve → attack and release in dB → gain.
/// After D. Giannoulis, M. Massberg and J. Reiss, "Digital Dynamic Range Compressor Design" (JAES 2012), the log-domain
/// design with a smooth decoupled detector.
/// Simplification: the level is read once every eight frames (`GainRide`).
package final class Compressor: AudioEffect {
    package static let kind = "compressor"
    package static let summary = "stereo-linked compressor with a soft knee"
    package static let parameters: [Parameter] = [
        .number("threshold", -60...0, default: -20, unit: "dBFS", "level above which compression starts"),
        .number("ratio", 1...20, default: 2.5, "input dB above the threshold for each dB of output"),
        .number("attack", 0.1...200, default: 15, unit: "ms", "time to turn down"),
        .number("release", 5...3000, default: 180, unit: "ms", "time to recover"),
        .number("knee", 0...24, default: 6, unit: "dB", "width of the soft knee"),
        .number("makeup", -12...24, default: 0, unit: "dB", "gain after compression"),
    ]

    package static var hasClock: Bool { true }

    private let curve: GainCurve
    private let makeup: Double
    /// Gain (amplitude ratio) while there is no gain reduction.
    private let idleGain: Float
    private let attack: Double
    private let release: Double
    private var ride: GainRide
    private var reduction = 0.0

    package init(settings: Settings, context: AudioContext) {
        curve = GainCurve(
            threshold: settings.number("threshold"), ratio: settings.number("ratio"),
            knee: max(0.01, settings.number("knee")))
        makeup = settings.number("makeup")
        idleGain = Decibels.amplitude(makeup)
        let rate = context.sampleRate
        attack = GainRide.coefficient(seconds: settings.number("attack") / 1000, sampleRate: rate)
        release = GainRide.coefficient(seconds: settings.number("release") / 1000, sampleRate: rate)
        ride = GainRide(sampleRate: rate, gain: idleGain)
    }

    package func process(_ block: AudioBlock) {
        var ride = ride
        ride.process(block) { nextGain(peak: $0) }
        self.ride = ride
    }

    private func nextGain(peak: Float) -> Float {
        let wanted = curve.reduction(of: peak)
        reduction += (wanted - reduction) * (wanted < reduction ? attack : release)
        // Snap to zero well below audibility, so the state never decays into subnormal numbers.
        if reduction > -1e-7 { reduction = 0 }
        return reduction == 0 ? idleGain : Decibels.amplitude(reduction + makeup)
    }
}
