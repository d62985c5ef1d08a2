import ArgumentParser
import LofiGenerate
import LofiNeural
import LofiPlatform
import LofiPlugin
import LofiScore
import LofiTraining

/// What a model makes of songs that it never learnt. A melody autoencoder: reconstruction, divergence per dimension, and how
/// evenly the way from one melody to another goes. A composer: nats a word, and whether the arranger hears in its songs what it
/// planned. The corpus and the share held out must be those of its training.
@main struct ModelReport: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "lofi-model-report")

    @Option(help: "A model file of the kind melody-vae or composer.") var model: String
    @Option(help: "The corpus that it learnt from.") var corpus: String
    @Option(help: "The share that was held out.") var heldOut = 0.05
    @Option(help: "Pairs of held-out melodies to go between.") var pairs = 200

    @Option(help: "The kind of music that the corpus is to a composer; the first that it knows where it does not.")
    var music = ""

    @Option(help: "Songs of a composer to hear.") var songs = 64
    @Option(help: "Bars of each.") var bars = 16

    mutating func run() throws {
        let corpus = try CorpusReader.read(self.corpus)
        guard try ModelLibrary.kind(model, among: [MelodyModel.kind, ComposerModel.kind]) == MelodyModel.kind else {
            return try reportComposer(corpus)
        }
        let model = try MelodyModel(FileBytes.contents(of: model, limit: ModelLibrary.largestFile))
        let data = try MelodyData(
            corpus, split: corpus.split(holdingOut: heldOut), transposes: false, seed: 1)
        let network = model.network
        let training = DataParallel(network, optimiser: Optimiser(.adam, weights: network.weights), workers: 2)
        let tally = training.measure(data.heldOut, batchSize: 64)
        let steps = Double(tally.predictions)
        print("held-out melodies                 \(tally.examples), after \(model.header.epochs) epochs")
        print("steps right, told what came before  \(percent(tally.accuracy))")
        print("steps right, hearing only itself    \(percent((tally.extra["free"] ?? 0) / steps))")
        print(
            "divergence, nats a melody           \(decimal((tally.extra["divergence"] ?? 0) / Double(tally.examples), 1))"
        )
        reportDimensions(network, data.heldOut)
        reportWays(network, data.heldOut)
        if let prior = model.prior {
            let songs = data.heldOutPhrases.map { LatentPrior<Float>.Example(of: $0, network) }
            let nats = prior.measure(songs[...]).meanLoss
            let alone = songs.map { song in Self.divergenceAlone(song) }.reduce(0, +) / Double(max(songs.count, 1))
            print("next phrase, nats                   \(decimal(nats, 1)) with memory, \(decimal(alone, 1)) without")
        }
    }

    private func reportDimensions(_ network: MelodyVAENetwork<Float>, _ melodies: [[Int32]]) {
        var sums = [Double](repeating: 0, count: network.shape.latent)
        for start in stride(from: 0, to: melodies.count, by: 64) {
            let part = network.divergencePerDimension(melodies[start..<min(start + 64, melodies.count)])
            for index in sums.indices { sums[index] += part[index] }
        }
        let falling = sums.map { $0 / Double(melodies.count) }.sorted(by: >)
        let active = falling.count { $0 > 0.01 }
        print("dimensions above 0.01 nats          \(active) of \(falling.count)")
        print(
            "nats by dimension, falling          " + falling.prefix(40).map { decimal($0, 2) }.joined(separator: " ")
                + " …")
    }

    /// Nine points on the arc between two posterior means, each said with the likeliest events.
    private func reportWays(_ network: MelodyVAENetwork<Float>, _ melodies: [[Int32]]) {
        let count = 9
        var stream = RandomStream(seed: 1, place: "ways")
        var (fromFirst, toNext) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count - 1))
        for _ in 0..<pairs {
            let ends = (0..<2).map { _ in melodies[Int(stream.unit() * Double(melodies.count))] }
            let points = MelodyGenerator.between(network.posterior(ends).means, count)
            let said = points.map { point in
                network.decode(point) { _, p in Int32(p.indices.max { p[$0] < p[$1] } ?? 0) }
            }
            func difference(_ a: [Int32], _ b: [Int32]) -> Double {
                Double(zip(a, b).count { $0 != $1 }) / Double(a.count) / Double(pairs)
            }
            for index in 0..<count { fromFirst[index] += difference(said[0], said[index]) }
            for index in 0..<count - 1 { toNext[index] += difference(said[index], said[index + 1]) }
        }
        print("ways between two: from the first    " + fromFirst.map(percent).joined(separator: " "))
        print("ways between two: to the next       " + toNext.map(percent).joined(separator: " "))
    }

    /// A song's phrases from N(0, 1) each.
    private static func divergenceAlone(_ song: LatentPrior<Float>.Example) -> Double {
        var sum = 0.0
        for (means, sigmas) in zip(song.means, song.sigmas) {
            sum += GaussianLatent<Float>.divergence(means: means, sigmas: sigmas)
        }
        return sum / Double(song.means.count)
    }

    func decimal(_ value: Double, _ digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        return "\((value * scale).rounded() / scale)"
    }

    func percent(_ share: Double) -> String { "\(decimal(share * 100, 1)) %" }
}
