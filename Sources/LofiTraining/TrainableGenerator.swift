import LofiGenerate
import LofiNeural
import LofiPlugin

/// A generator whose model can be trained; `lofi-render train KIND` finds it in the catalogue.
package protocol TrainableGenerator: ScoreGenerator {
    associatedtype Training: ModelTraining

    /// Settings specific to this generator's training.
    static var trainingParameters: [Parameter] { get }
    /// Whether it learns several genres by name, and can be fine-tuned on a further one.
    /// (default: false)
    static var learnsKindsOfMusic: Bool { get }
}

extension TrainableGenerator {
    package static var learnsKindsOfMusic: Bool { false }
}

/// The training of one kind of model: data from corpora, a network, and the model that holds it.
package protocol ModelTraining {
    associatedtype Learner: Network where Learner.Scalar == Float

    /// - Throws: `TrainingError` if the corpora are too small; `GenerationError` if the base model cannot be read.
    init(_ request: TrainingRequest) throws

    var network: Learner { get }
    var plan: TrainingPlan { get }
    /// Held-out examples, never trained on.
    var heldOut: [Learner.Example] { get }
    /// The training examples of an epoch, counted from 0; the same for equal epochs.
    func examples(epoch: Int) -> [Learner.Example]
    /// The model as a file, with the current weights.
    func model(_ header: ModelHeader) -> Safetensors

    /// Trains the further stages of the model.
    /// - Parameter best: reads the model with the lowest held-out loss.
    /// - Returns: the completed model; nil if there are no further stages, or one was interrupted.
    func completed(_ best: () throws -> [UInt8], in stage: some TrainingStage) throws -> Safetensors?
    /// A one-line report on the finished model; nil for none.
    func report(on best: () throws -> [UInt8]) throws -> String?
}

extension ModelTraining {
    package func completed(_ best: () throws -> [UInt8], in stage: some TrainingStage) throws -> Safetensors? { nil }
    package func report(on best: () throws -> [UInt8]) throws -> String? { nil }
}

/// Runs a further training stage with progress display; a signal interrupts it.
package protocol TrainingStage {
    /// Trains to the end.
    /// - Parameter label: a word for what is trained.
    /// - Returns: the weights with the lowest held-out loss; nil if interrupted.
    func best<N: Network>(of trainer: Trainer<N>, label: String) throws -> [Safetensors.Tensor]? where N.Scalar == Float
}
