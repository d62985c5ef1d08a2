/// A trainable model.
package protocol Network<Scalar, Example>: AnyObject, Sendable {
    associatedtype Scalar: NeuralScalar
    associatedtype Example: Sendable

    /// All weights, in a fixed order.
    var weights: [Weight<Scalar>] { get }
    /// A worker's copy, with shared values but its own gradients and activations.
    func replica() -> Self
    /// Forward and backward pass. Adds the gradient of the examples' summed loss to the weights' gradients.
    /// - Parameters:
    ///   - examples: At least one example.
    ///   - context: Seed and step of the training.
    func learn(_ examples: ArraySlice<Example>, _ context: LearningContext) -> Tally
    /// Forward pass only, without dropout.
    func measure(_ examples: ArraySlice<Example>) -> Tally
}

/// Seed and step, for anything that depends on the progress of training.
package struct LearningContext: Sendable {
    package let seed: UInt64
    /// Number of optimiser steps before this one.
    package let step: Int

    package init(seed: UInt64, step: Int) { (self.seed, self.step) = (seed, step) }
}

/// Results of a pass over examples.
package struct Tally: Sendable, Equatable {
    /// Loss in nats, summed over the examples.
    package var loss = 0.0
    package var examples = 0
    /// Number of predictions, and how many had the target as the most likely class.
    package var predictions = 0
    package var hits = 0
    /// Further sums reported by a model, by name.
    package var extra: [String: Double] = [:]

    package init() {}

    package static func += (sum: inout Tally, other: Tally) {
        sum.loss += other.loss
        sum.examples += other.examples
        sum.predictions += other.predictions
        sum.hits += other.hits
        sum.extra.merge(other.extra, uniquingKeysWith: +)
    }

    /// Mean loss per example, in nats.
    package var meanLoss: Double { examples == 0 ? 0 : loss / Double(examples) }
    /// Share of correct predictions, 0…1.
    package var accuracy: Double { predictions == 0 ? 0 : Double(hits) / Double(predictions) }
}
