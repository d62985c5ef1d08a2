import ArgumentParser
import LofiDSP
import LofiEngine
import LofiGenerate
import LofiPlugin
import LofiScore

/// Which generator creates the song, and how.
struct GeneratorOptions: ParsableArguments {
    @Option(help: "Model by name or file (.safetensors), or rules: a generator without a model. (default: composer)")
    var model: String?

    @Option(
        help:
            "Your own program that writes a MIDI file to standard output, such as 'python my_model.py --bars {bars} --seed {seed}'; {bpm} and {key} work too."
    )
    var generator: String?

    @Option(help: "Sampling temperature: 1 = as trained, lower = safer, 0 = always the most likely (models).")
    var temperature: String?

    @Option(help: "Sample from the most likely words up to this total probability (composer, note-chord-lstm).")
    var topP: String?

    @Flag(help: "Draw each phrase independently of the phrases before it (melody-vae).")
    var noMemory = false

    @Option(help: "MIDI file whose melody the new phrases resemble (melody-vae).")
    var like: String?

    @Option(
        help: "Distance from --like: 0 = the same phrases, 1 = one standard deviation of the encoding (melody-vae).")
    var spread: String?

    @Option(help: "MIDI file: move from the first phrase of --like to its first phrase in equal steps (melody-vae).")
    var towards: String?

    @Option(help: "Kind of music, one of the names in the model (composer).")
    var music: String?

    @Option(help: "major or minor; with --key C, C minor (composer, rules).")
    var mode: String?

    @Option(help: "One letter per section, such as AABA (composer, rules).")
    var form: String?

    @Option(
        help:
            "Chords to play, one a bar or with bar lines, \"Dm9 G13 | Cmaj9\", repeated to the end; never transposed (composer, rules)."
    )
    var chords: String?

    @Option(help: "MIDI file whose melody is kept as it is and accompanied (composer).")
    var melody: String?

    @Option(name: .customLong("continue"), help: "MIDI file to continue with --bars new bars (composer).")
    var continued: String?

    @Option(help: "Bars of --continue to replace, such as 5-8, instead of continuing it (composer).")
    var infill: String?

    @Option(
        help:
            "Onsets in a bar relative to the generator's own, 0.25 to 4; above 1.5 the composer fills the bar (composer, rules)."
    )
    var density: String?

    @Option(
        help: "Length in events of an eighth, instead of --bars; the write-up makes 500 (models trained --as-written).")
    var events: String?

    /// The generator and its settings as given; making it finds its model.
    /// - Parameters:
    ///   - style: its generator and settings count if the options name none.
    ///   - others: further options that were given, such as `bars`, by name.
    /// - Throws: `Failure` for options that exclude each other or that the generator does not have.
    func prepared(style: Style? = nil, others: Set<String>) throws -> Prepared {
        var notes = try OptionPair.check(given.union(others))
        let (type, settings) = try chosen(style?.generator)
        for key in settings.keys.sorted() where !type.parameters.contains(where: { $0.key == key }) {
            let others = LofiRenderCommand.catalog.generators.filter { $0.parameters.contains { $0.key == key } }
            throw Failure(
                message:
                    "--\(Self.option(key)): \(type.kind) has no such setting; \(others.map { $0.kind }.joined(separator: ", ")) has it",
                exitCode: Failure.usage)
        }
        if let generator {
            for (option, placeholder) in [("bars", "{bars}"), ("seed", "{seed}"), ("tempo", "{bpm}"), ("key", "{key}")]
            where others.contains(option) && !generator.contains(placeholder) {
                notes.append("--\(option) is ignored: the command of --generator does not contain \(placeholder)")
            }
        }
        if temperature.flatMap({ Double($0) }) == 0, topP != nil {
            notes.append("--top-p is ignored: --temperature 0 always takes the most likely")
        }
        do {
            return Prepared(
                generator: try type.init(settings: Settings(settings, for: type.parameters)), kind: type.kind,
                notes: notes)
        } catch let error as SettingsError {
            throw Failure(message: "--\(Self.option(error.key)): \(error)", exitCode: Failure.usage)
        }
    }

    /// A generator that is ready, and what to say about the options.
    struct Prepared {
        let generator: any ScoreGenerator
        let kind: String
        let notes: [String]

        /// - Parameter say: takes each line about what is done otherwise than asked.
        func song(_ request: GenerationRequest, say: (String) -> Void) throws -> Score {
            for note in notes + generator.remarks(on: request) { say("note: \(note)") }
            var random = RandomStream(seed: request.seed, place: "generator/\(kind)")
            return try generator.generate(request, random: &random)
        }
    }

    /// The option that sets a parameter.
    private static func option(_ key: String) -> String { ["command": "generator", "memory": "no-memory"][key] ?? key }

    private func chosen(_ usual: Style.PluginUse?) throws -> (
        type: any ScoreGenerator.Type, given: [String: ParameterValue]
    ) {
        let catalog = LofiRenderCommand.catalog
        func type(_ kind: String) throws -> any ScoreGenerator.Type {
            guard let type = catalog.generators.first(where: { $0.kind == kind }) else {
                throw Failure(message: "unknown generator: \(kind)", exitCode: Failure.unavailable)
            }
            return type
        }
        if let generator {
            return (try type(ExternalProgram.kind), ["command": .text(generator)].merging(sampling) { $1 })
        }
        if model == nil, let usual { return (try type(usual.kind), usual.given.merging(sampling) { $1 }) }
        let model = model ?? ComposerGenerator.kind
        let kind = model == RuleGenerator.kind ? model : try ModelLibrary.kind(model)
        var given = usual.flatMap { $0.kind == kind ? $0.given : nil } ?? [:]
        // Each model has its own kinds of music.
        given["music"] = nil
        if kind != RuleGenerator.kind { given["model"] = .text(model) }
        return (try type(kind), given.merging(sampling) { $1 })
    }

    /// Input files.
    var files: [String?] { [model, like, towards, melody, continued] }

    /// The options given, by name.
    private var given: Set<String> {
        Set(
            sampling.keys.map { Self.option($0) } + (model != nil ? ["model"] : [])
                + (generator != nil ? ["generator"] : []))
    }

    private var sampling: [String: ParameterValue] {
        var given: [String: ParameterValue] = [:]
        for (key, word) in [
            ("temperature", temperature), ("top-p", topP), ("spread", spread), ("density", density), ("events", events),
        ] {
            if let word { given[key] = ParameterValue(word: word) }
        }
        for (key, text) in [
            ("like", like), ("towards", towards), ("music", music), ("mode", mode), ("form", form),
            ("chords", chords), ("melody", melody), ("continue", continued), ("infill", infill),
        ] {
            if let text { given[key] = .text(text) }
        }
        if noMemory { given["memory"] = .flag(false) }
        return given
    }
}
