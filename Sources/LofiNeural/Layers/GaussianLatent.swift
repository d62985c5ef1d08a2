import Glibc

/// The bottleneck of a variational autoencoder (Kingma and Welling 2014): z = μ + σ ε, with a penalty for diverging
/// from N(0, 1).
///
/// σ is the softplus of the encoder's output, as in MusicVAE. Letters: B batch, Z dimensions.
package final class GaussianLatent<S: NeuralScalar>: @unchecked Sendable {
    /// Z.
    package let dimensions: Int
    private let noise = GrowingBuffer<S>()
    private let sigmas = GrowingBuffer<S>()
    private let latents = GrowingBuffer<S>()

    package init(dimensions: Int) { self.dimensions = dimensions }

    /// Computes z.
    /// - Parameters:
    ///   - means: μ, [B × Z].
    ///   - spreads: Pre-activations of σ, [B × Z].
    ///   - epsilon: Standard normal draws, [B × Z].
    ///   - batch: B.
    /// - Returns: z[B × Z], valid until the next call.
    package func forward(
        means: UnsafePointer<S>, spreads: UnsafePointer<S>, epsilon: [S], batch: Int
    ) -> UnsafePointer<S> {
        let count = batch * dimensions
        precondition(epsilon.count == count)
        let (e, sigma, z) = (noise.room(count), sigmas.room(count), latents.room(count))
        for index in 0..<count {
            e[index] = epsilon[index]
            sigma[index] = Self.softplus(spreads[index])
            z[index] = means[index] + sigma[index] * epsilon[index]
        }
        return UnsafePointer(z)
    }

    /// Kullback-Leibler divergence from N(0, 1) in nats, per example.
    package func divergences(means: UnsafePointer<S>, batch: Int) -> [Double] {
        (0..<batch).map { row in
            (0..<dimensions).reduce(0.0) { $0 + divergence(means, row * dimensions + $1) }
        }
    }

    /// The same per dimension, summed over the examples.
    package func divergencePerDimension(means: UnsafePointer<S>, batch: Int) -> [Double] {
        (0..<dimensions).map { dimension in
            (0..<batch).reduce(0.0) { $0 + divergence(means, $1 * dimensions + dimension) }
        }
    }

    private func divergence(_ means: UnsafePointer<S>, _ index: Int) -> Double {
        Self.divergence(Double(means[index]), Double(sigmas.start[index]))
    }

    /// Divergence of a Gaussian from N(0, 1) in nats.
    package static func divergence(means: [S], sigmas: [S]) -> Double {
        zip(means, sigmas).reduce(0) { $0 + divergence(Double($1.0), Double($1.1)) }
    }

    private static func divergence(_ mean: Double, _ sigma: Double) -> Double {
        0.5 * (mean * mean + sigma * sigma - 1) - log(max(sigma, 1e-30))
    }

    /// Combines dz[B × Z] and the gradient of the penalty into the gradients of the encoder's outputs, [B × Z] each.
    /// - Parameter price: Weight of each example's divergence per nat (β, or 0 below the free bits), B values.
    package func backward(
        means: UnsafePointer<S>, spreads: UnsafePointer<S>, dz: UnsafePointer<S>, price: [S],
        intoMeans dMeans: UnsafeMutablePointer<S>, intoSpreads dSpreads: UnsafeMutablePointer<S>
    ) {
        let (e, sigma) = (noise.start, sigmas.start)
        for (row, price) in price.enumerated() {
            for index in row * dimensions..<(row + 1) * dimensions {
                dMeans[index] = dz[index] + price * means[index]
                let dSigma = dz[index] * e[index] + price * (sigma[index] - 1 / max(sigma[index], S(1e-30)))
                // The derivative of softplus is the logistic function of its argument: 1 − e^(−σ).
                dSpreads[index] = dSigma * S(-expm1(-Double(sigma[index])))
            }
        }
    }

    private static func softplus(_ x: S) -> S {
        let x = Double(x)
        return S(max(x, 0) + log1p(exp(-abs(x))))
    }
}
