import LofiGenerate
import LofiPlugin

/// The user's training options, common to all models.
package struct TrainingRequest: Sendable {
    /// The training corpora; at least one.
    package var corpora: [NamedCorpus]
    /// Corpora on which the base model was trained; they make up half of each epoch, so that it does not forget them.
    package var mix: [NamedCorpus] = []
    /// Name or file of the base model to fine-tune.
    package var base: String?
    /// The values of `TrainableGenerator.trainingParameters`.
    package var settings: Settings
    /// Keys of the settings that were given; the others have default values.
    package var given: Set<String> = []
    /// Share of held-out songs, 0…0.9.
    package var heldOutShare = 0.1
    /// Epochs, batch size and patience; nil for the model's defaults. A patience of 0 disables early stopping.
    package var epochs, batchSize, patience: Int?
    /// Initial learning rate.
    package var rate = 0.001
    package var seed: UInt64 = 1
    package var workers = 2

    package init(corpora: [NamedCorpus], settings: Settings) { (self.corpora, self.settings) = (corpora, settings) }

    /// The model's default plan with the requested changes.
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
        "as-written", default: false, "train exactly as in the write-up, including its flaws"
    ).offered(as: "as-written")

    static func window(default value: Int, _ summary: String) -> Parameter {
        .integer("window", 2...4096, default: value, unit: "words", summary).offered(as: "window")
    }
}
