import ArgumentParser
import LofiCore
import LofiEngine
import LofiGenerate
import LofiScore

/// Which generator makes the song, and how.
struct GeneratorOptions: ParsableArguments {
    @Option(help: "A model by name or file (.safetensors); rules is a generator without one. (default: composer)")
    var model: String?

    @Option(help: "A program that writes a MIDI file, such as 'python my_model.py --bars {bars} --seed {seed}'.")
    var generator: String?

    @Option(help: "1 as learnt, less is safer, 0 the likeliest always.")
    var temperature: String?

    @Option(help: "Draws among the likeliest that share this probability (composer, note-chord-lstm).")
    var topP: String?

    @Flag(help: "Each phrase is drawn alone instead of following from those before (melody-vae).")
    var noMemory = false

    @Option(help: "A MIDI file: phrases near its melody's (melody-vae).")
    var like: String?

    @Option(help: "How far from --like: 0 is the same again, 1 as far as the model is unsure (melody-vae).")
    var spread: String?

    @Option(help: "A MIDI file: from --like step by step to its first phrase (melody-vae).")
    var towards: String?

    @Option(help: "The kind of music, a name that the model knows (composer).")
    var music: String?

    @Option(help: "major or minor, where no key is given (composer, rules).")
    var mode: String?

    @Option(help: "A letter for each section, such as AABA (composer, rules).")
    var form: String?

    @Option(help: "Chords, one a bar or with bar lines, \"Dm9 G13 | Cmaj9\", over and over (composer, rules).")
    var chords: String?

    @Option(help: "A MIDI file whose melody is harmonised (composer).")
    var melody: String?

    @Option(name: .customLong("continue"), help: "A MIDI file to go on from (composer).")
    var continued: String?

    @Option(help: "With --continue: bars of it to play anew, such as 5-8, in place of going on (composer).")
    var infill: String?

    @Option(help: "How many places of a bar are struck, 0.25 to 4; 1 as learnt (composer, rules).")
    var density: String?

    /// The song that is asked for. The generator is made, and so its model found, before anything else is done.
    /// - Parameter style: what it names as its generator is taken where nothing else is asked for, its settings too.
    func song(_ request: GenerationRequest, style: Style? = nil) throws -> Score {
        let (type, given) = try chosen(style?.generator)
        for key in given.keys.sorted() where !type.parameters.contains(where: { $0.key == key }) {
            let others = LofiRenderCommand.catalog.generators.filter { $0.parameters.contains { $0.key == key } }
            throw Failure(
                message:
                    "--\(key): \(type.kind) has no such setting; \(others.map { $0.kind }.joined(separator: ", ")) has",
                exitCode: Failure.usage)
        }
        let settings: Settings
        do { settings = try Settings(given, for: type.parameters) } catch {
            let option = error.key == "command" ? "generator" : error.key
            throw Failure(message: "--\(option): \(error)", exitCode: Failure.usage)
        }
        var random = RandomStream(seed: request.seed, place: "generator/\(type.kind)")
        return try type.init(settings: settings).generate(request, random: &random)
    }

    private func chosen(_ usual: Style.PluginUse?) throws -> (
        type: any ScoreGenerator.Type, given: [String: ParameterValue]
    ) {
        let catalog = LofiRenderCommand.catalog
        func type(_ kind: String) throws -> any ScoreGenerator.Type {
            guard let type = catalog.generators.first(where: { $0.kind == kind }) else {
                throw Failure(message: "no generator of the kind \(kind)", exitCode: Failure.unavailable)
            }
            return type
        }
        if let generator {
            guard model == nil else {
                throw Failure(message: "--model and --generator: choose one", exitCode: Failure.usage)
            }
            return (try type(ExternalProgram.kind), ["command": .text(generator)].merging(sampling) { $1 })
        }
        if model == nil, let usual { return (try type(usual.kind), usual.given.merging(sampling) { $1 }) }
        let model = model ?? ComposerGenerator.kind
        let kind = model == RuleGenerator.kind ? model : try ModelLibrary.kind(model)
        var given = usual.flatMap { $0.kind == kind ? $0.given : nil } ?? [:]
        // Which kinds of music it knows is each model's own.
        given["music"] = nil
        if kind != RuleGenerator.kind { given["model"] = .text(model) }
        return (try type(kind), given.merging(sampling) { $1 })
    }

    /// Those that are read.
    var files: [String?] { [model, like, towards, melody, continued] }

    private var sampling: [String: ParameterValue] {
        var given: [String: ParameterValue] = [:]
        for (key, word) in [
            ("temperature", temperature), ("top-p", topP), ("spread", spread), ("density", density),
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
