import LofiPlugin

/// Lifts or lowers one region: the box of a room, the presence of a voice, the mud of a piano.
///
/// Signal flow: one peaking section with the magnitude of the analogue one (see `AnalogueSection`).
public final class Bell: FixedFilter, AudioEffect {
    public static let kind = "bell"
    public static let summary = "lifts or lowers one region, as a band of an equaliser"
    public static let parameters: [Parameter] = [
        .number("centre", 20...16000, default: 400, unit: "Hz", "the middle of the region"),
        .number("gain", -24...24, default: -3, unit: "dB", "change of level there"),
        .number("q", 0.3...10, default: 1, "centre by bandwidth: higher is narrower"),
    ]

    public init(settings: Settings, context: AudioContext) {
        let (centre, gain, q) = (settings.number("centre"), settings.number("gain"), settings.number("q"))
        let bell = AnalogueSection.peak(q: q, gainDecibels: gain)
        let chain = SectionChain([Biquad(bell.digital(cornerHz: centre, sampleRate: context.sampleRate))])
        // A lift makes the poles' Q higher by the root of the gain.
        super.init(
            chain,
            tailFrames: ringFrames(
                cornerHz: centre, quality: max(0.71, q * Double(Decibels.amplitude(gain / 2))),
                sampleRate: context.sampleRate))
    }
}
