/// A model that can learn from examples.
package protocol Network<Scalar, Example>: AnyObject, Sendable {
    associatedtype Scalar: NeuralScalar
    associatedtype Example: Sendable

    var weights: [Weight<Scalar>] { get }
    /// A worker's own: the same weights' values, gradients and activations of its own.
    func replica() -> Self
    /// Forward and back. Adds the gradient of the examples' summed loss to the weights' gradients.
    /// - Parameters:
    ///   - examples: at least one.
    ///   - context: what training needs besides: chance by example, and how far it has got.
    func learn(_ examples: ArraySlice<Example>, _ context: LearningContext) -> Tally
    /// Forward only, without dropout.
    func measure(_ examples: ArraySlice<Example>) -> Tally
}

/// Where training stands, for what changes with it.
package struct LearningContext: Sendable {
    package let seed: UInt64
    /// Optimiser steps before this one.
    package let step: Int

    package init(seed: UInt64, step: Int) { (self.seed, self.step) = (seed, step) }
}

/// What a pass over examples found.
package struct Tally: Sendable, Equatable {
    /// Nats, summed over the examples.
    package var loss = 0.0
    package var examples = 0
    /// Predictions asked for, and how many were the likeliest.
    package var predictions = 0
    package var hits = 0
    /// Further sums that a model reports, by name.
    package var extra: [String: Double] = [:]

    package init() {}

    package static func += (sum: inout Tally, other: Tally) {
        sum.loss += other.loss
        sum.examples += other.examples
        sum.predictions += other.predictions
        sum.hits += other.hits
        sum.extra.merge(other.extra, uniquingKeysWith: +)
    }

    package var meanLoss: Double { examples == 0 ? 0 : loss / Double(examples) }
    package var accuracy: Double { predictions == 0 ? 0 : Double(hits) / Double(predictions) }
}
