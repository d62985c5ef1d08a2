import ArgumentParser
import LofiEngine
import LofiPlugin

/// Which generator creates the song, and how.
///
/// What an option sets, its help and its range come from the parameters of the generators in the catalogue.
struct GeneratorOptions: ParsableArguments {
    @Argument(
        help:
            "Generator, such as \(LofiRenderCommand.catalog.generators.first?.kind ?? "my-generator"); 'lofi-render plugins' lists them with their settings. (default: the one that --model, --generator or the style names, else \(LofiRenderCommand.catalog.defaultGenerator?.kind ?? "none"))"
    )
    var kind: String?

    @Option(help: "Model by name or file (.safetensors), or a generator that needs no model.")
    var model: String?

    @Option(help: .generatorOption("generator"))
    var generator: String?

    @Option(help: .generatorOption("temperature"))
    var temperature: String?

    @Option(help: .generatorOption("top-p"))
    var topP: String?

    @Flag(help: .generatorOption("no-memory"))
    var noMemory = false

    @Option(help: .generatorOption("like"))
    var like: String?

    @Option(help: .generatorOption("spread"))
    var spread: String?

    @Option(help: .generatorOption("towards"))
    var towards: String?

    @Option(help: .generatorOption("music"))
    var music: String?

    @Option(help: .generatorOption("mode"))
    var mode: String?

    @Option(help: .generatorOption("form"))
    var form: String?

    @Option(help: .generatorOption("chords"))
    var chords: String?

    @Option(help: .generatorOption("melody"))
    var melody: String?

    @Option(name: .customLong("continue"), help: .generatorOption("continue"))
    var continued: String?

    @Option(help: .generatorOption("infill"))
    var infill: String?

    @Option(help: .generatorOption("density"))
    var density: String?

    @Option(help: .generatorOption("events"))
    var events: String?

    /// - Parameter sets: `key=value` each.
    func typed(sets: [String]) throws -> TypedSettings {
        try TypedSettings(
            options: [
                ("model", model), ("generator", generator), ("temperature", temperature), ("top-p", topP),
                ("no-memory", noMemory ? "" : nil), ("like", like), ("spread", spread), ("towards", towards),
                ("music", music), ("mode", mode), ("form", form), ("chords", chords), ("melody", melody),
                ("continue", continued), ("infill", infill), ("density", density), ("events", events),
            ], sets: sets)
    }
}
