import LofiPlugin

/// Boosts or cuts the bass or the treble.
///
/// Signal flow: one shelving section with the magnitude response of its analogue prototype (see `AnalogueSection`);
/// half of the gain is reached at the corner.
package final class Shelf: FixedFilter, AudioEffect {
    package static let kind = "shelf"
    package static let summary = "low or high shelf: boosts or cuts everything beyond a corner"
    package static let parameters: [Parameter] = [
        .choice("side", ["low", "high"], default: "high", "low = bass shelf, high = treble shelf"),
        .number("corner", 20...16000, default: 4000, unit: "Hz", "frequency at half of the gain"),
        .number("gain", -24...24, default: -3, unit: "dB", "change in level beyond the corner"),
    ]

    package init(settings: Settings, context: AudioContext) {
        let (corner, gain) = (settings.number("corner"), settings.number("gain"))
        let shelf: AnalogueSection =
            settings.text("side") == "low" ? .lowShelf(gainDecibels: gain) : .highShelf(gainDecibels: gain)
        let chain = SectionChain([Biquad(shelf.digital(cornerHz: corner, sampleRate: context.sampleRate))])
        // A deep cut moves the poles an octave or more away from the corner.
        super.init(chain, tailFrames: ringFrames(cornerHz: corner / 4, quality: 0.71, sampleRate: context.sampleRate))
    }
}
