import Glibc
import LofiNeural

/// How long and how fast to learn; kept in the checkpoint.
package struct TrainingPlan: Sendable, Equatable, Codable {
    package enum Method: String, Sendable, Codable {
        case rmsprop, adam

        var optimiser: Optimiser<Float>.Method { self == .adam ? .adam : .rmsprop }
    }

    package var epochs: Int
    package var batchSize: Int
    package var seed: UInt64
    package var method: Method
    /// The first step's; each later one is `rateDecay` times the one before, never below `lowestRate`.
    package var rate = 0.001
    package var rateDecay = 1.0
    package var lowestRate = 0.00001
    /// The step size falls along half a cosine, from `rate` to `lowestRate` at the end of the last epoch (Loshchilov and Hutter
    /// 2017), in place of `rateDecay`.
    package var fallsToTheEnd = false
    /// The gradient's longest norm.
    package var clip: Double?
    /// Epochs without a better held-out loss before it stops; nil never stops early.
    package var patience: Int?

    package init(epochs: Int, batchSize: Int, seed: UInt64, method: Method) {
        (self.epochs, self.batchSize, self.seed, self.method) = (epochs, batchSize, seed, method)
    }

    /// - Parameter progress: of all epochs, 0…1.
    func rate(step: Int, progress: Double) -> Double {
        guard fallsToTheEnd else { return max(lowestRate, rate * pow(rateDecay, Double(step))) }
        return lowestRate + (rate - lowestRate) * (1 + cos(.pi * min(1, progress))) / 2
    }
}

/// How far training has got.
package struct TrainingState: Sendable, Equatable, Codable {
    /// Epochs completed.
    package var epoch = 0
    /// Batches of the epoch under way, and their summed loss over so many examples.
    package var batch = 0
    package var loss = 0.0
    package var examples = 0
    /// Optimiser steps in all.
    package var steps = 0
    /// The lowest held-out loss and its epoch, counted from 1.
    package var best: Double?
    package var bestEpoch = 0
    package var curve = LearningCurve()
    package var isFinished = false

    package init() {}
}

/// Losses by epoch.
package struct LearningCurve: Sendable, Equatable, Codable {
    package struct Point: Sendable, Equatable, Codable {
        /// From 1.
        package let epoch: Int
        /// Nats an example, mean; the training loss with dropout, as it was met during the epoch.
        package let loss: Double
        package let heldOutLoss, heldOutAccuracy: Double?
        /// Further figures of the held-out examples, mean.
        package let extra: [String: Double]
    }

    package var points: [Point] = []
}
