import LofiGenerate
import LofiNeural
import LofiPlugin

extension MelodyGenerator: TrainableGenerator {
    package typealias Training = MelodyTraining

    package static let trainingParameters: [Parameter] = [
        .asWritten,
        .choice("size", ["small", "large"], default: "small", "small = MusicVAE's small model, large = twice as wide")
            .offered(as: "size"),
    ]
}

/// Trains the melody autoencoder, then the prior over consecutive phrases.
package struct MelodyTraining: ModelTraining {
    package let network: MelodyVAENetwork<Float>
    package let plan: TrainingPlan
    private let data: MelodyData
    private let request: TrainingRequest

    package init(_ request: TrainingRequest) throws {
        self.request = request
        let isAsWritten = request.settings.flag("as-written")
        let corpus = request.corpora[0].corpus
        data = try MelodyData(
            corpus, split: corpus.split(holdingOut: request.heldOutShare), transposes: isAsWritten, seed: request.seed)
        var shape = MelodyVAENetwork<Float>.Shape()
        // MusicVAE's schedule is for batches of 512 melodies; at 32, scheduled sampling from step 7,000 on would start too
        // early.
        if !isAsWritten { shape.samplingRate = 2000 }
        if request.settings.text("size") == "large" {
            (shape.encoder, shape.decoder, shape.latent) = (1024, [512, 512], 512)
        }
        var plan =
            isAsWritten
            ? request.plan(epochs: 100, batch: 512, method: .adam, patience: 0)
            : request.plan(epochs: 40, batch: 32, method: .adam, patience: 5)
        (plan.clip, plan.rateDecay) = (1, 0.9999)
        self.plan = plan
        network = MelodyVAENetwork<Float>(shape, seed: request.seed)
    }

    package var heldOut: [[Int32]] { data.heldOut }

    package func examples(epoch: Int) -> [[Int32]] { data.examples(epoch: epoch) }

    package func model(_ header: ModelHeader) -> Safetensors {
        MelodyModel(header: header, network: network, prior: nil).file()
    }

    /// Adds the prior over the phrases. It takes a minute, so it is trained even after the time limit.
    package func completed(_ best: () throws -> [UInt8], in stage: some TrainingStage) throws -> Safetensors? {
        let model = try MelodyModel(best())
        let training = data.phrases.map { LatentPrior<Float>.Example(of: $0, model.network) }
        let heldOut = data.heldOutPhrases.map { LatentPrior<Float>.Example(of: $0, model.network) }
        var plan = TrainingPlan(epochs: 60, batchSize: 16, seed: request.seed, method: .adam)
        (plan.clip, plan.patience) = (1, 4)
        let prior = LatentPrior<Float>(.init(latent: model.network.shape.latent), seed: request.seed)
        let trainer = Trainer(prior, plan: plan, workers: request.workers, heldOut: heldOut) { _ in training }
        guard let weights = try stage.best(of: trainer, label: "memory") else { return nil }
        var file = MelodyModel(header: model.header, network: model.network, prior: prior).file()
        file.tensors.removeAll { tensor in weights.contains { $0.name == tensor.name } }
        file.tensors += weights
        return file
    }
}
