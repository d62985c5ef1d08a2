import ArgumentParser
import LofiEngine
import LofiPlugin

/// Options that choose and configure the generator.
///
/// Help texts and ranges come from the parameters that the catalogue's generators declare.
struct GeneratorOptions: ParsableArguments {
    @Argument(
        help:
            "Generator, such as \(LofiRenderCommand.catalog.generators.first?.kind ?? "my-generator"); 'lofi-render plugins' lists them with their settings. (default: the one named by --model, --generator or the style, else \(LofiRenderCommand.catalog.defaultGenerator?.kind ?? "none"))"
    )
    var kind: String?

    @Option(help: "Name of a built-in model, a .safetensors file, or a generator that needs no model.")
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

    /// Values by option name without dashes; nil if not given, and empty for a flag.
    private var given: [(name: String, word: String?)] {
        [
            ("model", model), ("generator", generator), ("temperature", temperature), ("top-p", topP),
            ("no-memory", noMemory ? "" : nil), ("like", like), ("spread", spread), ("towards", towards),
            ("music", music), ("mode", mode), ("form", form), ("chords", chords), ("melody", melody),
            ("continue", continued), ("infill", infill), ("density", density), ("events", events),
        ]
    }

    /// - Parameter sets: the values of `--set`, each as `key=value`.
    func typed(sets: [String]) throws -> TypedSettings { try TypedSettings(options: given, sets: sets) }

    /// All that was given, for the comment of a recording.
    var words: CommandWords {
        var words = CommandWords()
        words.add(argument: kind)
        for case (let name, let word?) in given {
            if word.isEmpty { words.add(name, isGiven: true) } else { words.add(name, word) }
        }
        return words
    }
}
