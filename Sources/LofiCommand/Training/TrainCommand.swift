import ArgumentParser
import LofiEngine
import LofiGenerate
import LofiPlatform
import LofiPlugin
import LofiTraining

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a generator's model on a folder of MIDI files.",
        discussion: """
            lofi-render train note-chord-lstm --corpus my-midi -o my-model.safetensors
            lofi-render train melody-vae --corpus my-midi --minutes 60 -o my-melodies.safetensors
            lofi-render train note-chord-lstm --corpus my-midi -o my-model.safetensors --resume
            lofi-render train composer --corpus pop=songs --corpus jazz=sheets -o base.safetensors
            lofi-render train composer --from composer --corpus mine=my-midi --mix pop=songs -o mine.safetensors

            The model with the lowest held-out loss is kept. --resume continues, bit for bit, from the .checkpoint file next
            to it. Ctrl-C stops after the current batch and keeps both files.
            """)

    @Argument(
        help: "Generator to train: \(LofiRenderCommand.catalog.trainable.map { $0.kind }.joined(separator: ", ")).")
    var kind: String

    @Option(
        name: .customLong("corpus"), parsing: .singleValue,
        help:
            "Folder of MIDI files, including subfolders; repeat as NAME=FOLDER for several genres (\(Self.learningKinds))."
    )
    var corpora: [String]

    @Option(
        help:
            "Built-in model or model file to fine-tune on the new corpus (\(Self.learningKinds))."
    )
    var from: String?

    @Option(
        parsing: .singleValue,
        help:
            "With --from: NAME=FOLDER of the model's earlier corpus; it makes up half of each epoch, so that the model does not forget it."
    )
    var mix: [String] = []

    @Option(name: [.short, .long], help: "Model file to write, such as model.safetensors.")
    var output: String

    @Flag(help: .trainingOption("as-written"))
    var asWritten = false

    @Option(help: "Number of epochs, 1 to 1000000. (default: chosen by the generator)")
    var epochs: Int?

    @Option(help: "Stop after this many minutes, as with Ctrl-C, 0.1 to 100000.")
    var minutes: Double?

    @Option(help: .trainingOption("window"))
    var window: String?

    @Option(
        name: .customLong("batch"), help: "Examples per batch, 1 to 4096. (default: chosen by the generator)")
    var batchSize: Int?

    @Option(help: .trainingOption("size"))
    var size: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Set any training parameter, such as window=64.", valueName: "key=value"))
    var settings: [String] = []

    @Option(help: "Initial learning rate, 0.000001 to 1.")
    var rate = 0.001

    @Option(help: "Share of the songs held out from training, 0 to 0.9.")
    var heldOut = 0.1

    @Option(
        help:
            "Epochs without improvement of the held-out loss before stopping early, 0 to 1000000; 0 = never stop early. (default: chosen by the generator)"
    )
    var patience: Int?

    @Option(help: "Random seed, 0 or more; the same seed and number of workers give the same model.")
    var seed: UInt64 = 1

    @Option(help: "Threads that share each batch, 1 to 64.")
    var workers = 2

    @Option(help: "Licence of the corpus; stored in the model.")
    var licence = "not stated"

    @Option(help: "CSV file to write with the losses of each epoch.")
    var curve: String?

    @Flag(help: "Store weights in 32-bit floating point instead of 16-bit.")
    var single = false

    @Flag(help: "Resume from the checkpoint next to the output.")
    var resume = false

    @Flag(name: [.short, .long], help: "Print errors only.")
    var quiet = false

    func validate() throws {
        func check(_ name: String, _ value: Double, _ range: ClosedRange<Double>) throws {
            guard range.contains(value) else {
                throw ValidationError("--\(name) must be \(range.lowerBound)…\(range.upperBound), not \(value)")
            }
        }
        func check(_ name: String, _ value: Int?, _ range: ClosedRange<Int>) throws {
            guard let value, !range.contains(value) else { return }
            throw ValidationError("--\(name) must be \(range.lowerBound)…\(range.upperBound), not \(value)")
        }
        let type = try Self.type(kind)
        guard type.learnsKindsOfMusic || (corpora.count == 1 && from == nil && mix.isEmpty) else {
            throw ValidationError(
                "\(kind) learns from one --corpus; several, --from and --mix are for: \(Self.learningKinds)")
        }
        guard mix.isEmpty || from != nil else {
            throw ValidationError("--mix needs --from, the model to fine-tune")
        }
        try check("epochs", epochs, 1...1_000_000)
        try check("batch", batchSize, 1...4096)
        try check("workers", workers, 1...64)
        try check("patience", patience, 0...1_000_000)
        try check("rate", rate, 0.000_001...1)
        try check("held-out", heldOut, 0...0.9)
        if let minutes { try check("minutes", minutes, 0.1...100_000) }
    }

    mutating func run() throws { try train(Self.type(kind)) }

    private func train<Generator: TrainableGenerator>(_ type: Generator.Type) throws {
        try refuseOutputs()
        let request = try request(for: type)
        let session = try TrainingSession(self, corpora: request.corpora)
        try session.run(Generator.Training(request), label: type.modelKind ?? type.kind, workers: workers)
        try session.finish()
    }

    /// Checks that no output would overwrite a song of a corpus, the model to fine-tune or another output.
    private func refuseOutputs() throws {
        let checkpoint = TrainingSession.checkpointPath(of: output)
        let songs = try (corpora + mix).flatMap { word in
            let folder = NamedCorpus.divided(word).folder
            return try CorpusReader.names(in: folder).map { "\(folder)/\($0)" }
        }
        try RenderCommand.refuse([output, checkpoint, curve], asOneOf: songs + [from].compactMap { $0 })
        guard let curve else { return }
        for (other, name) in [(output, "-o"), (checkpoint, "the checkpoint")] where OutputFile.areOne(curve, other) {
            throw Failure(message: "--curve and \(name) both name \(curve)", exitCode: Failure.cannotCreate)
        }
    }

    /// - Throws: `Failure` for settings that the generator's training does not declare; `CorpusError`.
    func request(for type: any TrainableGenerator.Type) throws -> TrainingRequest {
        let typed = try TypedSettings(
            options: [("as-written", asWritten ? "" : nil), ("window", window), ("size", size)], sets: settings)
        let values = try typed.values(
            for: .init(kind: type.kind, parameters: type.trainingParameters),
            others: LofiRenderCommand.catalog.trainingSettings)
        var request = TrainingRequest(
            corpora: try NamedCorpus.read(corpora), settings: try Settings(values, for: type.trainingParameters))
        request.given = Set(values.keys)
        (request.mix, request.base) = (try NamedCorpus.read(mix), from)
        (request.epochs, request.batchSize, request.patience) = (epochs, batchSize, patience)
        (request.rate, request.heldOutShare) = (rate, heldOut)
        (request.seed, request.workers) = (seed, workers)
        return request
    }

    private static func type(_ kind: String) throws -> any TrainableGenerator.Type {
        let trainable = LofiRenderCommand.catalog.trainable
        if let type = trainable.first(where: { $0.kind == kind }) { return type }
        let kinds = trainable.map { $0.kind }
        throw ValidationError(
            "no generator that can be trained is called '\(kind)'\(Suggestion.phrase(for: kind, among: kinds)); "
                + "available: \(kinds.joined(separator: ", "))")
    }

    /// Names of the generators that can learn several genres.
    private static var learningKinds: String {
        LofiRenderCommand.catalog.trainable.filter { $0.learnsKindsOfMusic }.map { $0.kind }.joined(separator: ", ")
    }
}

extension Catalog {
    /// Generators whose models can be trained.
    var trainable: [any TrainableGenerator.Type] { generators.compactMap { $0 as? any TrainableGenerator.Type } }

    var trainingSettings: [TypedSettings.Owner] {
        trainable.map { .init(kind: $0.kind, parameters: $0.trainingParameters) }
    }
}
