import ArgumentParser
import CPlatform
import LofiGenerate
import LofiNeural

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Learns a generator from a folder of MIDI.",
        discussion: """
            lofi-render train note-chord-lstm --corpus my-midi -o my-model.safetensors
            lofi-render train melody-vae --corpus my-midi --minutes 60 -o my-melodies.safetensors
            lofi-render train note-chord-lstm --corpus my-midi -o my-model.safetensors --resume
            lofi-render train composer --corpus pop=songs --corpus jazz=sheets -o base.safetensors
            lofi-render train composer --from composer --corpus mine=my-midi --mix pop=songs -o mine.safetensors

            The model is kept at its best held-out loss. Beside it lies NAME.checkpoint, from which --resume goes on
            bit for bit. Ctrl-C ends after the batch under way and keeps both.
            """)

    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case noteChordLSTM = "note-chord-lstm"
        case melodyVAE = "melody-vae"
        case composer
    }

    @Argument(help: "What to train: \(Kind.allCases.map(\.rawValue).joined(separator: " or ")).")
    var kind: Kind

    @Option(
        name: .customLong("corpus"), parsing: .singleValue,
        help: "A folder of MIDI; those below it are read too. For composer several, NAME=FOLDER each, by kind of music."
    )
    var corpora: [String]

    @Option(help: "A composer by name or file to go on from: it learns the new corpus beside what it knows.")
    var from: String?

    @Option(
        parsing: .singleValue,
        help: "With --from: NAME=FOLDER of what it learnt before; half of each epoch, so that it does not forget.")
    var mix: [String] = []

    @Option(name: [.short, .long], help: "The model file, such as model.safetensors.")
    var output: String

    @Flag(help: "As the write-up has it, with all that it loses; see docs/generators.md.")
    var asWritten = false

    @Option(
        help:
            "Times through the corpus, 1 to 1000000. (default: 100 as written, else 20; composer 7, and more for a small corpus)"
    )
    var epochs: Int?

    @Option(help: "Minutes after which it ends as by Ctrl-C, 0.1 to 100000.")
    var minutes: Double?

    @Option(help: "Words that a window holds, 2 to 4096. (default: 50 as written, else 128; composer 256)")
    var window: Int?

    @Option(
        name: .customLong("batch"), help: "Examples a step, 1 to 4096. (default: 32; as written 64, melody-vae 512)")
    var batchSize: Int?

    @Option(help: "Sizes of melody-vae: small is MusicVAE's small one, large twice as wide.")
    var size = Size.small

    enum Size: String, CaseIterable, ExpressibleByArgument { case small, large }

    @Option(help: "Step size at the beginning, 0.000001 to 1.")
    var rate = 0.001

    @Option(help: "Share of the songs never learnt from, 0 to 0.9.")
    var heldOut = 0.1

    @Option(
        help:
            "Epochs without a better held-out loss before it stops early, 0 to 1000000; 0 never does. (default: 0 as written, else 5)"
    )
    var patience: Int?

    @Option(help: "A whole number from 0 on; equal seeds and workers give equal models.")
    var seed: UInt64 = 1

    @Option(help: "Threads that share each batch, 1 to 64.")
    var workers = 2

    @Option(help: "What the makers of the corpus allow; kept in the model.")
    var licence = "not stated"

    @Option(help: "Writes the losses by epoch as a table (CSV).")
    var curve: String?

    @Flag(help: "Numbers of 32 bits in the model, in place of 16.")
    var single = false

    @Flag(help: "Goes on from the checkpoint beside the output.")
    var resume = false

    @Flag(name: [.short, .long], help: "Says nothing but errors.")
    var quiet = false

    func validate() throws {
        func check(_ name: String, _ value: Double, _ range: ClosedRange<Double>) throws {
            guard range.contains(value) else {
                throw ValidationError("--\(name) \(value): allowed is \(range.lowerBound)…\(range.upperBound)")
            }
        }
        func check(_ name: String, _ value: Int?, _ range: ClosedRange<Int>) throws {
            guard value.map(range.contains) ?? true else {
                throw ValidationError("--\(name) \(value ?? 0): allowed is \(range.lowerBound)…\(range.upperBound)")
            }
        }
        guard kind == .composer || (corpora.count == 1 && from == nil && mix.isEmpty) else {
            throw ValidationError("\(kind.rawValue) learns from one --corpus; several, --from and --mix are composer's")
        }
        guard mix.isEmpty || from != nil else {
            throw ValidationError("--mix needs --from, the model that shall not forget")
        }
        try check("epochs", epochs, 1...1_000_000)
        try check("window", window, 2...4096)
        try check("batch", batchSize, 1...4096)
        try check("workers", workers, 1...64)
        try check("patience", patience, 0...1_000_000)
        try check("rate", rate, 0.000_001...1)
        try check("held-out", heldOut, 0...0.9)
        if let minutes { try check("minutes", minutes, 0.1...100_000) }
    }

    mutating func run() throws {
        try RenderCommand.refuse([output, curve], asOneOf: [from])
        let corpora = try NamedCorpus.read(corpora)
        let session = try TrainingSession(self, corpora: corpora)
        let corpus = corpora[0].corpus
        let split = corpus.split(holdingOut: heldOut)
        switch kind {
        case .noteChordLSTM: try trainNoteChord(session, corpus, split)
        case .melodyVAE: try trainMelody(session, corpus, split)
        case .composer: try trainComposer(session, corpora)
        }
        try session.finish()
    }

    func plan(epochs: Int, batch: Int, method: TrainingPlan.Method, patience: Int) -> TrainingPlan {
        var plan = TrainingPlan(
            epochs: self.epochs ?? epochs, batchSize: batchSize ?? batch, seed: seed, method: method)
        plan.rate = rate
        let patience = self.patience ?? patience
        plan.patience = patience == 0 ? nil : patience
        return plan
    }

    private func trainNoteChord(
        _ session: TrainingSession, _ corpus: Corpus, _ split: (training: [Int], heldOut: [Int])
    ) throws {
        let window = window ?? (asWritten ? 50 : 128)
        let data = try NoteChordData(corpus, split: split, coding: asWritten ? .asWritten : .barGrid, window: window)
        let shape = NoteChordNetwork<Float>.Shape(
            vocabulary: data.vocabulary.count, embedding: asWritten ? nil : 64, predictsEveryStep: !asWritten)
        var plan =
            asWritten
            ? plan(epochs: 100, batch: 64, method: .rmsprop, patience: 0)
            : plan(epochs: 20, batch: 32, method: .adam, patience: 5)
        if !asWritten { (plan.clip, plan.rateDecay) = (1, 0.9998) }
        let network = NoteChordNetwork<Float>(shape, seed: seed)
        let trainer = Trainer(
            network, plan: plan, workers: workers, heldOut: data.heldOut, examples: data.examples(epoch:))
        try session.run(trainer, label: "note-chord-lstm") { header in
            NoteChordModel(
                header: header, coding: data.coding, vocabulary: data.vocabulary, window: window, network: network
            ).file()
        }
    }

    private func trainMelody(
        _ session: TrainingSession, _ corpus: Corpus, _ split: (training: [Int], heldOut: [Int])
    ) throws {
        let data = try MelodyData(corpus, split: split, transposes: asWritten, seed: seed)
        var shape = MelodyVAENetwork<Float>.Shape()
        // MusicVAE counts its steps at 512 melodies; at 32, hearing itself from the 7,000th on would come too early.
        if !asWritten { shape.samplingRate = 2000 }
        if size == .large { (shape.encoder, shape.decoder, shape.latent) = (1024, [512, 512], 512) }
        var plan =
            asWritten
            ? plan(epochs: 100, batch: 512, method: .adam, patience: 0)
            : plan(epochs: 40, batch: 32, method: .adam, patience: 5)
        (plan.clip, plan.rateDecay) = (1, 0.9999)
        let network = MelodyVAENetwork<Float>(shape, seed: seed)
        let trainer = Trainer(
            network, plan: plan, workers: workers, heldOut: data.heldOut, examples: data.examples(epoch:))
        try session.run(trainer, label: "melody-vae") { header in
            MelodyModel(header: header, network: network, prior: nil).file()
        }
        // It takes a minute: the end of the time given is no reason to leave the model without its memory.
        guard !session.isInterrupted else { return }
        try session.trainPrior(data, best: MelodyModel(session.modelBytes()), seed: seed, workers: workers)
    }
}
