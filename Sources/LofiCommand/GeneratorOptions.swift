import ArgumentParser
import LofiCore
import LofiEngine
import LofiGenerate
import LofiScore

/// Which generator makes the song, and how.
struct GeneratorOptions: ParsableArguments {
    @Option(help: "A model by name or file (.safetensors). (default: note-chord-lstm)")
    var model: String?

    @Option(help: "A program that writes a MIDI file, such as 'python my_model.py --bars {bars} --seed {seed}'.")
    var generator: String?

    @Option(help: "1 as learnt, less is safer, 0 the likeliest always.")
    var temperature: String?

    @Option(help: "Draws among the likeliest that share this probability (note-chord-lstm).")
    var topP: String?

    @Flag(help: "Each phrase is drawn alone instead of following from those before (melody-vae).")
    var noMemory = false

    @Option(help: "A MIDI file: phrases near its melody's (melody-vae).")
    var like: String?

    @Option(help: "How far from --like: 0 is the same again, 1 as far as the model is unsure (melody-vae).")
    var spread: String?

    @Option(help: "A MIDI file: from --like step by step to its first phrase (melody-vae).")
    var towards: String?

    /// The song that is asked for. The generator is made, and so its model found, before anything else is done.
    func song(_ request: GenerationRequest) throws -> Score {
        let (type, given) = try chosen()
        let settings: Settings
        do { settings = try Settings(given, for: type.parameters) } catch {
            let option = error.key == "command" ? "generator" : error.key
            throw Failure(message: "--\(option): \(error)", exitCode: Failure.usage)
        }
        var random = RandomStream(seed: request.seed, place: "generator/\(type.kind)")
        return try type.init(settings: settings).generate(request, random: &random)
    }

    private func chosen() throws -> (type: any ScoreGenerator.Type, given: [String: ParameterValue]) {
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
        let model = model ?? NoteChordGenerator.kind
        let given = ["model": ParameterValue.text(model)].merging(sampling) { $1 }
        return (try type(ModelLibrary.kind(model)), given)
    }

    private var sampling: [String: ParameterValue] {
        var given: [String: ParameterValue] = [:]
        for (key, word) in [("temperature", temperature), ("top-p", topP), ("spread", spread)] {
            if let word { given[key] = ParameterValue(word: word) }
        }
        if let like { given["like"] = .text(like) }
        if let towards { given["towards"] = .text(towards) }
        if noMemory { given["memory"] = .flag(false) }
        return given
    }
}
