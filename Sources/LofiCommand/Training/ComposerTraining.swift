import LofiGenerate
import LofiNeural
import LofiPlugin
import LofiScore

extension TrainCommand {
    /// Trains the composer on corpora of several kinds of music, or takes a trained one on to one kind more.
    func trainComposer(_ session: TrainingSession, _ corpora: [NamedCorpus]) throws {
        let base = try from.map { name in
            let (path, bytes) = try ModelLibrary.bytes(name)
            do { return try ComposerModel(bytes) } catch {
                throw Failure(message: "\(path): \(error)", exitCode: Failure.badData)
            }
        }
        var styles = base?.styles ?? []
        func style(_ name: String) throws -> Int {
            let name = name.isEmpty ? "own" : name
            if let known = styles.firstIndex(of: name) { return known }
            guard styles.count < ComposerWord.styleCount else {
                throw Failure(
                    message:
                        "a model knows \(ComposerWord.styleCount) kinds of music at most; this one knows \(styles.joined(separator: ", "))",
                    exitCode: Failure.usage)
            }
            styles.append(name)
            return styles.count - 1
        }
        func songs(_ corpora: [NamedCorpus], _ styles: [Int]) -> (training: [(Score, Int)], heldOut: [(Score, Int)]) {
            var (training, heldOut) = ([(Score, Int)](), [(Score, Int)]())
            for (corpus, style) in zip(corpora, styles) {
                let split = corpus.corpus.split(holdingOut: self.heldOut)
                training += split.training.map { (corpus.corpus.files[$0].score, style) }
                heldOut += split.heldOut.map { (corpus.corpus.files[$0].score, style) }
            }
            return (training, heldOut)
        }
        let window = window ?? 256
        let own = songs(corpora, try corpora.map { try style($0.name) })
        let data = try ComposerData(training: own.training, heldOut: own.heldOut, window: window)
        let mixed = try NamedCorpus.read(mix)
        let known = songs(mixed, try mixed.map { try style($0.name) })
        let others = mixed.isEmpty ? nil : try ComposerData(training: known.training, heldOut: [], window: window)

        let network = base?.network ?? ComposerNetwork<Float>(ComposerNetwork<Float>.Shape(), seed: seed)
        if let base { network.beginStyles(base.styles.count..<styles.count) }
        // A small corpus is gone through more often: a network needs so many steps, however few its songs.
        let steps = (data.examples(epoch: 0).count + (batchSize ?? 32) - 1) / (batchSize ?? 32)
        let epochs = base == nil ? min(60, max(7, 4000 / max(steps, 1))) : 20
        var plan = plan(epochs: epochs, batch: 32, method: .adam, patience: 3)
        (plan.clip, plan.fallsToTheEnd) = (1, base == nil)
        // What is known should be moved, not written over.
        if base != nil { plan.rate = rate / 5 }
        let trainer = Trainer(
            network, plan: plan, workers: workers, heldOut: data.heldOut,
            examples: { epoch in data.examples(epoch: epoch) + data.company(from: others, epoch: epoch, seed: self.seed)
            })
        try session.run(trainer, label: ComposerModel.kind) { header in
            ComposerModel(header: header, styles: styles, network: network).file()
        }
        let learnt = corpora.flatMap { corpus in
            corpus.corpus.split(holdingOut: heldOut).training.map { corpus.corpus.files[$0] }
        }
        guard !session.isInterrupted, !quiet else { return }
        try report(
            ComposerModel(session.modelBytes()), music: style(corpora[0].name), learnt: learnt, heldOut: own.heldOut)
    }

    /// How much of what the model now makes stands in what it learnt: a model that has its songs by heart is seen at once.
    private func report(
        _ model: ComposerModel, music: Int, learnt: [CorpusFile], heldOut: [(Score, Int)]
    ) throws {
        let copies = CopyRate(Corpus(files: learnt), length: 8)
        func mean(_ scores: [Score]) -> String {
            let rates = scores.compactMap { copies.rate(of: $0) }
            return rates.isEmpty ? "-" : "\(fixed(rates.reduce(0, +) / Double(rates.count) * 100, 1)) %"
        }
        var wishes = ComposerWishes()
        wishes.music = model.styles[music]
        let composer = try Composer(model, wishes)
        let songs = (1...32 as ClosedRange<UInt64>).map {
            composer.compose(ComposerGenerator.sampling, random: RandomStream(seed: $0, place: "report")).score()
        }
        let others = heldOut.isEmpty ? "" : ", of the songs held out \(mean(heldOut.map(\.0)))"
        StandardError.say(
            "figures of eight steps that it has from the songs learnt: \(mean(songs)) of \(songs.count) new songs\(others)"
        )
    }
}
