import LofiPlugin

/// Removes low end: room for the bass, or a small radio.
///
/// Signal flow: Butterworth high-pass, 12 or 24 dB per octave.
package final class HighPass: FixedFilter, AudioEffect {
    package static let kind = "high-pass"
    package static let summary = "Butterworth high-pass"
    package static let parameters = PassFilter.parameters(cutoff: 40)

    package init(settings: Settings, context: AudioContext) {
        let chain = SectionChain(PassFilter.sections(.high, settings: settings, sampleRate: context.sampleRate))
        super.init(
            chain,
            tailFrames: ringFrames(cornerHz: settings.number("cutoff"), quality: 1.31, sampleRate: context.sampleRate))
    }
}
