import LofiGenerate
import LofiNeural
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
        var plan = plan(epochs: base == nil ? 12 : 20, batch: 32, method: .adam, patience: 3)
        (plan.clip, plan.rateDecay) = (1, base == nil ? 0.9998 : 1)
        // What is known should be moved, not written over.
        if base != nil { plan.rate = rate / 5 }
        let trainer = Trainer(
            network, plan: plan, workers: workers, heldOut: data.heldOut,
            examples: { epoch in data.examples(epoch: epoch) + data.company(from: others, epoch: epoch, seed: self.seed)
            })
        try session.run(trainer, label: ComposerModel.kind) { header in
            ComposerModel(header: header, styles: styles, network: network).file()
        }
    }
}
