import Glibc
import LofiNeural

/// Training parameters, stored in the checkpoint.
package struct TrainingPlan: Sendable, Equatable, Codable {
    /// Optimisation method.
    package enum Method: String, Sendable, Codable {
        case rmsprop, adam

        var optimiser: Optimiser<Float>.Method { self == .adam ? .adam : .rmsprop }
    }

    package var epochs: Int
    package var batchSize: Int
    package var seed: UInt64
    package var method: Method
    /// Learning rate of the first step; each later one is multiplied by `rateDecay`, down to `lowestRate`.
    package var rate = 0.001
    package var rateDecay = 1.0
    package var lowestRate = 0.00001
    /// Whether the learning rate follows a half cosine from `rate` to `lowestRate` at the end of the last epoch
    /// (Loshchilov and Hutter 2017) instead of `rateDecay`.
    package var fallsToTheEnd = false
    /// Maximum norm of the gradient; nil = no clipping.
    package var clip: Double?
    /// Number of epochs without a better held-out loss before stopping; nil = no early stopping.
    package var patience: Int?

    package init(epochs: Int, batchSize: Int, seed: UInt64, method: Method) {
        (self.epochs, self.batchSize, self.seed, self.method) = (epochs, batchSize, seed, method)
    }

    /// The learning rate of a step.
    /// - Parameter progress: Share of all epochs done, 0…1.
    func rate(step: Int, progress: Double) -> Double {
        guard fallsToTheEnd else { return max(lowestRate, rate * pow(rateDecay, Double(step))) }
        return lowestRate + (rate - lowestRate) * (1 + cos(.pi * min(1, progress))) / 2
    }
}

/// Progress of training.
package struct TrainingState: Sendable, Equatable, Codable {
    /// Number of epochs completed.
    package var epoch = 0
    /// Batches done in the current epoch, with their summed loss and number of examples.
    package var batch = 0
    package var loss = 0.0
    package var examples = 0
    /// Total number of optimiser steps.
    package var steps = 0
    /// Lowest held-out loss so far, and its epoch, counted from 1.
    package var best: Double?
    package var bestEpoch = 0
    package var curve = LearningCurve()
    package var isFinished = false

    package init() {}
}

/// Losses by epoch.
package struct LearningCurve: Sendable, Equatable, Codable {
    /// The figures of one epoch.
    package struct Point: Sendable, Equatable, Codable {
        /// Epoch, counted from 1.
        package let epoch: Int
        /// Mean training loss in nats per example, measured during the epoch with dropout.
        package let loss: Double
        package let heldOutLoss, heldOutAccuracy: Double?
        /// Further means over the held-out examples, by name.
        package let extra: [String: Double]
    }

    package var points: [Point] = []
}
