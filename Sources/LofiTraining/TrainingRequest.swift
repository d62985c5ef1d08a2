import LofiGenerate
import LofiPlugin

/// What a person asks of a training, whatever is trained.
package struct TrainingRequest: Sendable {
    /// What to learn from; at least one.
    package var corpora: [NamedCorpus]
    /// Corpora that the model to start from has learnt before: half of each epoch, so that it does not forget.
    package var mix: [NamedCorpus] = []
    /// Name or file of a model to start from.
    package var base: String?
    /// The values of `TrainableGenerator.trainingParameters`.
    package var settings: Settings
    /// Keys of the settings that were given; the others have their defaults.
    package var given: Set<String> = []
    /// Share of the songs never learnt from, 0…0.9.
    package var heldOutShare = 0.1
    /// Epochs, batch size and patience; nil leaves them to what is trained. A patience of 0 never stops early.
    package var epochs, batchSize, patience: Int?
    /// Step size of the first step.
    package var rate = 0.001
    package var seed: UInt64 = 1
    package var workers = 2

    package init(corpora: [NamedCorpus], settings: Settings) { (self.corpora, self.settings) = (corpora, settings) }

    /// The plan of what is trained, with whatever was asked otherwise.
    func plan(epochs: Int, batch: Int, method: TrainingPlan.Method, patience: Int) -> TrainingPlan {
        var plan = TrainingPlan(
            epochs: self.epochs ?? epochs, batchSize: batchSize ?? batch, seed: seed, method: method)
        plan.rate = rate
        let patience = self.patience ?? patience
        plan.patience = patience == 0 ? nil : patience
        return plan
    }
}

extension Parameter {
    static let asWritten = Parameter.flag(
        "as-written", default: false, "train exactly as the write-up does, with everything it loses"
    ).offered(as: "as-written")

    static func window(default value: Int, _ summary: String) -> Parameter {
        .integer("window", 2...4096, default: value, unit: "words", summary).offered(as: "window")
    }
}
