import LofiPlugin

/// Removes brightness: a worn record, a wall, an old sampler.
///
/// Signal flow: Butterworth low-pass, 12 or 24 dB per octave.
package final class LowPass: FixedFilter, AudioEffect {
    package static let kind = "low-pass"
    package static let summary = "Butterworth low-pass"
    package static let parameters = PassFilter.parameters(cutoff: 8000)

    package init(settings: Settings, context: AudioContext) {
        let chain = SectionChain(PassFilter.sections(.low, settings: settings, sampleRate: context.sampleRate))
        super.init(
            chain,
            tailFrames: ringFrames(cornerHz: settings.number("cutoff"), quality: 1.31, sampleRate: context.sampleRate))
    }
}
