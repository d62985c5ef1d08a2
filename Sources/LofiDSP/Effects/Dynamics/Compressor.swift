import LofiPlugin

/// Glues what goes through it: what is loud is held down, both channels alike.
///
/// Signal flow: held peak of both channels → dB → soft-knee curve → attack and release in dB → gain.
/// After D. Giannoulis, M. Massberg and J. Reiss, "Digital Dynamic Range Compressor Design" (JAES 2012), the log-domain
/// design with a smooth decoupled detector.
/// Simplification: the level is read once in eight frames (`GainRide`).
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

    private let curve: GainCurve
    private let makeup: Double
    /// The gain where nothing is held down.
    private let open: Float
    private let attack: Double
    private let release: Double
    private var ride: GainRide
    private var reduction = 0.0

    public init(settings: Settings, context: AudioContext) {
        curve = GainCurve(
            threshold: settings.number("threshold"), ratio: settings.number("ratio"),
            knee: max(0.01, settings.number("knee")))
        makeup = settings.number("makeup")
        open = Decibels.amplitude(makeup)
        let rate = context.sampleRate
        attack = GainRide.coefficient(seconds: settings.number("attack") / 1000, sampleRate: rate)
        release = GainRide.coefficient(seconds: settings.number("release") / 1000, sampleRate: rate)
        ride = GainRide(sampleRate: rate, gain: open)
    }

    public func process(_ block: AudioBlock) {
        var ride = ride
        ride.process(block) { nextGain(peak: $0) }
        self.ride = ride
    }

    private func nextGain(peak: Float) -> Float {
        let wanted = curve.reduction(of: peak)
        reduction += (wanted - reduction) * (wanted < reduction ? attack : release)
        // Far below hearing, so that the state does not creep through subnormal numbers.
        if reduction > -1e-7 { reduction = 0 }
        return reduction == 0 ? open : Decibels.amplitude(reduction + makeup)
    }
}
