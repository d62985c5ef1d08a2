import LofiPlugin
import LofiScore

/// A synthesizer and its settings.
struct SynthesizerUse: Sendable {
    let type: any Synthesizer.Type
    let settings: Settings

    /// Creates an instance.
    /// - Parameters:
    ///   - stems: the parts to play, in stem order.
    ///   - place: names the instance's random stream.
    func make(
        _ stems: [Performance.Part], sampleRate: Int, place: String, common: SynthesisCommon
    ) throws(SynthesisError) -> any Synthesizer {
        try type.init(
            settings: settings,
            context: SynthesisContext(
                parts: stems, sampleRate: sampleRate, soundFont: common.soundFont,
                random: RandomStream(seed: common.seed, place: place), shared: common.shared))
    }

    func isSame(as other: SynthesizerUse) -> Bool { type.kind == other.type.kind && settings == other.settings }
}

/// Values shared by all synthesizers of a render.
struct SynthesisCommon: Sendable {
    let soundFont: SoundFontSource
    let seed: UInt64
    let shared = SharedValues()
}

extension Style {
    /// The synthesizer of a strip: the one given on the command line, else the strip's, the style's, or the catalogue's
    /// first.
    /// - Parameter wanted: a kind that overrides the style; nil for none.
    /// - Throws: `StyleError` for a kind that is not in the catalogue.
    func synthesizer(of strip: Strip, wanted: String?, catalog: Catalog) throws(StyleError) -> SynthesizerUse {
        if let wanted {
            guard let type = catalog.synthesizer(wanted) else {
                let known = catalog.synthesizers.map { $0.kind }
                throw StyleError(
                    place: .commandLine("--synthesizer \(wanted)"),
                    reason: "unknown synthesizer" + Suggestion.phrase(for: wanted, among: known) + "; available: "
                        + known.joined(separator: ", "))
            }
            // Use the style's settings if it names this synthesizer.
            let settings = [strip.synthesizer, synthesizer].compactMap { $0 }.first { $0.kind == wanted }?
                .settings
            guard let settings else { return SynthesizerUse(type: type, settings: try defaults(of: type)) }
            return SynthesizerUse(type: type, settings: settings)
        }
        if let use = strip.synthesizer ?? synthesizer, let type = catalog.synthesizer(use.kind) {
            return SynthesizerUse(type: type, settings: use.settings)
        }
        guard let first = catalog.synthesizers.first else { preconditionFailure("a catalogue without a synthesizer") }
        return SynthesizerUse(type: first, settings: try defaults(of: first))
    }

    private func defaults(of type: any Plugin.Type) throws(StyleError) -> Settings {
        try Self.checked([:], type.parameters, master.place)
    }
}
