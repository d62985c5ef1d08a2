import Glibc
import LofiPlatform

/// Updates weights from gradients. Its state is saved in the checkpoint, so that training can resume bit-identically.
package final class Optimiser<S: NeuralScalar>: @unchecked Sendable {
    /// Update rule.
    package enum Method: Sendable, Equatable {
        /// RMSprop, Hinton's lecture 6e as in Keras: decay 0.9, ε 1e-7.
        case rmsprop
        /// Adam, Kingma and Ba (2015): decays 0.9 and 0.999, ε 1e-8.
        case adam
    }

    package let method: Method
    /// Maximum norm of the whole gradient, which is scaled down if longer; nil = no clipping.
    package let clip: Double?
    /// Number of steps so far.
    package private(set) var steps = 0
    private let weights: [Weight<S>]
    private let squares: [Buffer<S>]
    private let means: [Buffer<S>]

    package init(_ method: Method, weights: [Weight<S>], clip: Double? = nil) {
        (self.method, self.weights, self.clip) = (method, weights, clip)
        squares = weights.map { Buffer($0.count) }
        means = method == .adam ? weights.map { Buffer($0.count) } : []
    }

    /// The state needed to resume: name, rows, columns and values, in a fixed order.
    package var state: [(name: String, rows: Int, columns: Int, values: Buffer<S>)] {
        zip(weights, squares).map { ("optimiser.square.\($0.name)", $0.rows, $0.columns, $1) }
            + zip(weights, means).map { ("optimiser.mean.\($0.name)", $0.rows, $0.columns, $1) }
    }

    /// Resumes after a number of steps, once the buffers of `state` are loaded.
    package func resume(afterSteps steps: Int) { self.steps = steps }

    /// Takes one step with the weights' gradients times `scale`.
    /// - Returns: the norm of the scaled gradient before clipping.
    @discardableResult
    package func step(rate: Double, scale: Double) -> Double {
        steps += 1
        var sum = 0.0
        for weight in weights { sum += S.arithmetic.sumOfSquares(weight.count, weight.gradient.start) }
        let norm = sum.squareRoot() * scale
        let gradientScale = if let clip, norm > clip { scale * clip / norm } else { scale }
        ThreadPool.shared.forEach(weights.count) { self.update($0, rate, S(gradientScale)) }
        return norm
    }

    private func update(_ index: Int, _ rate: Double, _ gradientScale: S) {
        let weight = weights[index]
        let (w, g, square) = (weight.value.start, weight.gradient.start, squares[index].start)
        switch method {
        case .rmsprop:
            S.arithmetic.rmsprop(weight.count, w, g, square, gradientScale, S(rate), S(0.9), S(1e-7))
        case .adam:
            let corrected = rate / (1 - pow(0.9, Double(steps)))
            let squareScale = 1 / (1 - pow(0.999, Double(steps)))
            S.arithmetic.adam(
                weight.count, w, g, means[index].start, square, gradientScale, S(corrected), S(squareScale), S(0.9),
                S(0.999), S(1e-8))
        }
        weight.valuesChanged()
    }
}
