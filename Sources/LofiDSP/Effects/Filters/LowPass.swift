import LofiCore

/// Takes the brightness away: a worn record, a wall, an old sampler.
///
/// Signal flow: Butterworth low-pass, 12 or 24 dB per octave.
public final class LowPass: AudioEffect {
    public static let kind = "low-pass"
    public static let summary = "takes away what is brighter than the cut-off"
    public static let parameters = PassFilter.parameters(cutoff: 8000)

    public let tailFrames: Int
    private var filter: PassFilter

    public init(settings: Settings, context: AudioContext) {
        filter = PassFilter(.low, settings: settings, sampleRate: context.sampleRate)
        tailFrames = ringFrames(cornerHz: settings.number("cutoff"), quality: 1.31, sampleRate: context.sampleRate)
    }

    public func process(_ block: AudioBlock) { filter.process(block) }
}
