import LofiGenerate
import LofiNeural
import LofiPlugin

/// A generator whose model can be trained; `lofi-render train KIND` finds it in the catalogue.
package protocol TrainableGenerator: ScoreGenerator {
    associatedtype Training: ModelTraining

    /// Settings of the training that other generators do not have.
    static var trainingParameters: [Parameter] { get }
    /// Whether it learns several kinds of music by name, and a further one beside those that a model knows already.
    /// (default: false)
    static var learnsKindsOfMusic: Bool { get }
}

extension TrainableGenerator {
    package static var learnsKindsOfMusic: Bool { false }
}

/// The training of one kind of model: data from corpora, a network, and the model that holds it.
package protocol ModelTraining {
    associatedtype Learner: Network where Learner.Scalar == Float

    /// - Throws: `TrainingError` if the corpora do not suffice; `GenerationError` for a model to start from that cannot be read.
    init(_ request: TrainingRequest) throws

    var network: Learner { get }
    var plan: TrainingPlan { get }
    /// Never learnt from.
    var heldOut: [Learner.Example] { get }
    /// The same for the same epoch, counted from 0.
    func examples(epoch: Int) -> [Learner.Example]
    /// The model as a file, with the weights of the moment.
    func model(_ header: ModelHeader) -> Safetensors

    /// Trains what comes after the network itself.
    /// - Parameter best: reads the model at its best held-out loss.
    /// - Returns: the completed model; nil if there is nothing to complete, or the stage was interrupted.
    func completed(_ best: () throws -> [UInt8], in stage: some TrainingStage) throws -> Safetensors?
    /// A line about the finished model.
    func report(on best: () throws -> [UInt8]) throws -> String?
}

extension ModelTraining {
    package func completed(_ best: () throws -> [UInt8], in stage: some TrainingStage) throws -> Safetensors? { nil }
    package func report(on best: () throws -> [UInt8]) throws -> String? { nil }
}

/// Runs a further training for a model: shows its progress and lets a signal interrupt it.
package protocol TrainingStage {
    /// - Parameter label: what is learnt, in a word.
    /// - Returns: the weights at the best held-out loss; nil if a signal interrupted it.
    func best<N: Network>(of trainer: Trainer<N>, label: String) throws -> [Safetensors.Tensor]? where N.Scalar == Float
}
