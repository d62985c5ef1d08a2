import LofiGenerate
import LofiNeural

/// The part of a checkpoint besides the weights that is needed to resume bit-identically.
package struct TrainingCheckpoint: Sendable, Equatable {
    package let plan: TrainingPlan
    package let state: TrainingState

    package init(plan: TrainingPlan, state: TrainingState) { (self.plan, self.state) = (plan, state) }

    package var metadata: [String: String] {
        ["training-plan": Safetensors.encoded(plan), "training-state": Safetensors.encoded(state)]
    }

    package init(_ file: Safetensors) throws(ModelError) {
        guard file.metadata["training-plan"] != nil else { throw .noCheckpoint }
        plan = try file.decoded("training-plan")
        state = try file.decoded("training-state")
        guard state.epoch >= 0, state.batch >= 0, state.steps >= 0 else { throw .noMetadata("training-state") }
    }

    /// Verifies that resuming continues the same training; only its length may differ.
    package func check(against plan: TrainingPlan, digest: String, in file: Safetensors) throws {
        let header: ModelHeader = try file.decoded("lofi-render")
        guard header.corpus.digest == digest else { throw TrainingError.otherTraining("its corpus differs") }
        var longer = self.plan
        (longer.epochs, longer.patience) = (plan.epochs, plan.patience)
        guard longer == plan else {
            throw TrainingError.otherTraining("its seed, batch size, learning rate or method differs")
        }
    }
}

extension Safetensors {
    /// Like `init`, but throws a `ModelError`.
    package static func checked(_ bytes: [UInt8]) throws(ModelError) -> Safetensors {
        do { return try Safetensors(bytes) } catch { throw .file(error) }
    }
}

extension LearningCurve {
    /// The curve as CSV: epoch, loss, held-out loss, accuracy, and further metrics by name.
    package var table: String {
        let names = Set(points.flatMap(\.extra.keys)).sorted()
        var lines = [(["epoch", "loss", "held-out-loss", "held-out-accuracy"] + names).joined(separator: ",")]
        for point in points {
            let figures: [Double?] =
                [point.loss, point.heldOutLoss, point.heldOutAccuracy] + names.map { point.extra[$0] }
            lines.append(([String(point.epoch)] + figures.map { $0.map { "\($0)" } ?? "" }).joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension LatentPrior<Float>.Example {
    /// Encodes phrases as the prior's input.
    package init(of phrases: [[Int32]], _ network: MelodyVAENetwork<Float>) {
        let (means, sigmas) = network.posterior(phrases)
        self.init(means: means, sigmas: sigmas)
    }
}
