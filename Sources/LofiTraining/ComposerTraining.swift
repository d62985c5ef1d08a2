import LofiGenerate
import LofiNeural
import LofiPlugin
import LofiScore

extension ComposerGenerator: TrainableGenerator {
    package typealias Training = ComposerTraining

    package static let learnsKindsOfMusic = true
    package static let trainingParameters: [Parameter] = [.window(default: 256, "context length")]
}

/// Trains the composer on corpora of several genres, or fine-tunes a model on a further genre.
package struct ComposerTraining: ModelTraining {
    package let network: ComposerNetwork<Float>
    package let plan: TrainingPlan
    private let request: TrainingRequest
    /// The genres of the model, and the index of each corpus's genre in them.
    private let styles: [String]
    private let corpusStyles: [Int]
    private let data: ComposerData
    /// Data of the corpora to mix in, so that fine-tuning does not forget them.
    private let others: ComposerData?

    package init(_ request: TrainingRequest) throws {
        self.request = request
        let base = try request.base.map(Self.model)
        var styles = base?.styles ?? []
        func style(_ corpus: NamedCorpus) throws(TrainingError) -> Int {
            let name = corpus.name.isEmpty ? "own" : corpus.name
            if let known = styles.firstIndex(of: name) { return known }
            guard styles.count < ComposerWord.styleCount else {
                throw .tooManyKinds(most: ComposerWord.styleCount, known: styles)
            }
            styles.append(name)
            return styles.count - 1
        }
        let window = request.settings.integer("window")
        corpusStyles = try request.corpora.map { corpus throws(TrainingError) in try style(corpus) }
        let own = Self.songs(request.corpora, corpusStyles, holdingOut: request.heldOutShare)
        data = try ComposerData(training: own.training, heldOut: own.heldOut, window: window)
        let mixStyles = try request.mix.map { corpus throws(TrainingError) in try style(corpus) }
        let known = Self.songs(request.mix, mixStyles, holdingOut: request.heldOutShare)
        others =
            request.mix.isEmpty ? nil : try ComposerData(training: known.training, heldOut: [], window: window)
        self.styles = styles

        network = base?.network ?? ComposerNetwork<Float>(ComposerNetwork<Float>.Shape(), seed: request.seed)
        if let base { network.beginStyles(base.styles.count..<styles.count) }
        // A small corpus needs more epochs: the number of steps matters, however few the songs.
        let batch = request.batchSize ?? Self.batch
        let steps = (data.examples(epoch: 0).count + batch - 1) / batch
        let epochs = base == nil ? min(60, max(7, 4000 / max(steps, 1))) : 20
        var plan = request.plan(epochs: epochs, batch: Self.batch, method: .adam, patience: 3)
        (plan.clip, plan.fallsToTheEnd) = (1, base == nil)
        // A lower learning rate adapts what is known instead of overwriting it.
        if base != nil { plan.rate = request.rate / 5 }
        self.plan = plan
    }

    private static let batch = 32

    private static func model(_ nameOrPath: String) throws(GenerationError) -> ComposerModel {
        let (path, bytes) = try ModelLibrary.bytes(nameOrPath)
        do { return try ComposerModel(bytes) } catch { throw .model(path: path, reason: "\(error)") }
    }

    private static func songs(
        _ corpora: [NamedCorpus], _ styles: [Int], holdingOut share: Double
    ) -> (training: [(Score, Int)], heldOut: [(Score, Int)]) {
        var (training, heldOut) = ([(Score, Int)](), [(Score, Int)]())
        for (corpus, style) in zip(corpora, styles) {
            let split = corpus.corpus.split(holdingOut: share)
            training += split.training.map { (corpus.corpus.files[$0].score, style) }
            heldOut += split.heldOut.map { (corpus.corpus.files[$0].score, style) }
        }
        return (training, heldOut)
    }

    package var heldOut: [ComposerData.Example] { data.heldOut }

    package func examples(epoch: Int) -> [ComposerData.Example] {
        data.examples(epoch: epoch) + data.company(from: others, epoch: epoch, seed: request.seed)
    }

    package func model(_ header: ModelHeader) -> Safetensors {
        ComposerModel(header: header, styles: styles, network: network).file()
    }

    /// Reports how much of the model's new songs is copied from the training songs, to expose memorization.
    package func report(on best: () throws -> [UInt8]) throws -> String? {
        let model = try ComposerModel(best())
        let learnt = request.corpora.flatMap { corpus in
            corpus.corpus.split(holdingOut: request.heldOutShare).training.map { corpus.corpus.files[$0] }
        }
        let copies = CopyRate(Corpus(files: learnt), length: 8)
        func mean(_ scores: [Score]) -> String {
            let rates = scores.compactMap { copies.rate(of: $0) }
            guard !rates.isEmpty else { return "-" }
            let tenths = (rates.reduce(0, +) / Double(rates.count) * 1000).rounded()
            return "\(tenths / 10) %"
        }
        var wishes = ComposerWishes()
        wishes.music = model.styles[corpusStyles[0]]
        let composer = try Composer(model, wishes)
        let songs = (1...32 as ClosedRange<UInt64>).map {
            composer.compose(ComposerGenerator.sampling, random: RandomStream(seed: $0, place: "report")).score()
        }
        let heldOut = Self.songs(request.corpora, corpusStyles, holdingOut: request.heldOutShare).heldOut
        let others = heldOut.isEmpty ? "" : ", \(mean(heldOut.map(\.0))) in the held-out songs"
        return
            "eight-step figures copied from the training songs: \(mean(songs)) in \(songs.count) new songs\(others)"
    }
}
