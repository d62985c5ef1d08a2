import LofiPlugin

/// Boosts or cuts one frequency region: the boxiness of a room, the presence of a voice, the mud of a piano.
///
/// Signal flow: one peaking section with the magnitude response of its analogue prototype (see `AnalogueSection`).
package final class Bell: FixedFilter, AudioEffect {
    package static let kind = "bell"
    package static let summary = "peaking equaliser band: boosts or cuts one region"
    package static let parameters: [Parameter] = [
        .number("centre", 20...16000, default: 400, unit: "Hz", "centre frequency"),
        .number("gain", -24...24, default: -3, unit: "dB", "change in level at the centre"),
        .number("q", 0.3...10, default: 1, "centre frequency over bandwidth; higher = narrower"),
    ]

    package init(settings: Settings, context: AudioContext) {
        let (centre, gain, q) = (settings.number("centre"), settings.number("gain"), settings.number("q"))
        let bell = AnalogueSection.peak(q: q, gainDecibels: gain)
        let chain = SectionChain([Biquad(bell.digital(cornerHz: centre, sampleRate: context.sampleRate))])
        // A boost raises the poles' Q by the square root of the gain.
        super.init(
            chain,
            tailFrames: ringFrames(
                cornerHz: centre, quality: max(0.71, q * Double(Decibels.amplitude(gain / 2))),
                sampleRate: context.sampleRate))
    }
}
