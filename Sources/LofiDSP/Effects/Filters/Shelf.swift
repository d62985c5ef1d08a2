import LofiPlugin

/// Tilts the bass or the treble up or down.
///
/// Signal flow: one shelving section with the magnitude of the analogue one (see `AnalogueSection`); half of the gain
/// is reached at the corner.
public final class Shelf: FixedFilter, AudioEffect {
    public static let kind = "shelf"
    public static let summary = "lifts or lowers all below or above a corner"
    public static let parameters: [Parameter] = [
        .choice("side", ["low", "high"], default: "high", "which side of the corner"),
        .number("corner", 20...16000, default: 4000, unit: "Hz", "where half of the gain is reached"),
        .number("gain", -24...24, default: -3, unit: "dB", "change of level beyond the corner"),
    ]

    public init(settings: Settings, context: AudioContext) {
        let (corner, gain) = (settings.number("corner"), settings.number("gain"))
        let shelf: AnalogueSection =
            settings.text("side") == "low" ? .lowShelf(gainDecibels: gain) : .highShelf(gainDecibels: gain)
        let chain = SectionChain([Biquad(shelf.digital(cornerHz: corner, sampleRate: context.sampleRate))])
        // A strong cut moves the poles an octave and more away from the corner.
        super.init(chain, tailFrames: ringFrames(cornerHz: corner / 4, quality: 0.71, sampleRate: context.sampleRate))
    }
}
