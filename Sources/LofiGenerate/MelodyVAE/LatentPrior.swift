import Glibc
import LofiNeural
import LofiPlugin

/// Prior over phrase sequences: a Gaussian for the next latent, given the previous ones.
///
/// An LSTM over a song's two-bar phrases predicts a Gaussian for the next one and is trained to match the encoder's
/// (the loss is the Kullback-Leibler divergence between them). Its input before the first phrase is zero, so that it
/// also learns the overall distribution of melodies, which is not quite N(0, 1).
/// Letters: T phrases, Z latent dimensions, H hidden units.
package final class LatentPrior<S: NeuralScalar>: Network, @unchecked Sendable {
    /// Dimensions, stored in the model file.
    package struct Shape: Sendable, Equatable, Codable {
        package var latent: Int
        package var hidden = 256

        package init(latent: Int) { self.latent = latent }
    }

    /// A song's phrases: μ and σ of the encoder, T rows of Z each.
    package struct Example: Sendable {
        package var means: [[S]]
        package var sigmas: [[S]]

        package init(means: [[S]], sigmas: [[S]]) { (self.means, self.sigmas) = (means, sigmas) }
    }

    package let shape: Shape
    private let lstm: LSTM<S>
    private let mean: Dense<S>  // [H × Z]
    private let logSigma: Dense<S>  // [H × Z]

    package var weights: [Weight<S>] { lstm.weights + mean.weights + logSigma.weights }

    /// - Parameters:
    ///   - shape: Dimensions.
    ///   - seed: Seed of the initial weights; nil = zero, to be loaded from a file.
    package init(_ shape: Shape, seed: UInt64?) {
        self.shape = shape
        var stream = Initialization(seed, place: "latent-prior/weights")
        lstm = LSTM("prior.lstm", inputs: shape.latent, hidden: shape.hidden, &stream)
        mean = Dense("prior.mean", inputs: shape.hidden, outputs: shape.latent, &stream)
        logSigma = Dense("prior.log-sigma", inputs: shape.hidden, outputs: shape.latent, &stream)
    }

    private init(replicaOf other: LatentPrior) {
        shape = other.shape
        lstm = LSTM(replicaOf: other.lstm)
        mean = Dense(replicaOf: other.mean)
        logSigma = Dense(replicaOf: other.logSigma)
    }

    package func replica() -> LatentPrior { LatentPrior(replicaOf: self) }

    // Without specialisation, calls through the protocol would look up the scalar type for every number.
    @_specialize(where S == Float)
    package func learn(_ examples: ArraySlice<Example>, _ context: LearningContext) -> Tally {
        var tally = Tally()
        for (index, example) in zip(examples.indices, examples) {
            var stream = RandomStream(seed: context.seed, place: "latent-prior/\(context.step)/\(index)")
            // Inputs as at generation: samples from the encoder's Gaussian.
            let heard = zip(example.means, example.sigmas).map { means, sigmas in
                zip(means, sigmas).map { $0 + $1 * S(stream.normal()) }
            }
            tally += pass(example, heard: heard, learns: true)
        }
        return tally
    }

    package func measure(_ examples: ArraySlice<Example>) -> Tally {
        examples.reduce(into: Tally()) { $0 += pass($1, heard: $1.means, learns: false) }
    }

    /// Forward pass, and backward if `learns`. The loss is in nats per phrase, averaged over the song.
    @_specialize(where S == Float)
    private func pass(_ example: Example, heard: [[S]], learns: Bool) -> Tally {
        let (time, latent) = (example.means.count, shape.latent)
        let x = Buffer(Self.inputs(heard.dropLast(), latent))
        let (dMean, dLogSigma) = (Buffer<S>(time * latent), Buffer<S>(time * latent))
        return withExtendedLifetime((x, dMean, dLogSigma)) {
            let states = lstm.forward(x.start, time: time, batch: 1)
            let m = mean.forward(states, time)
            let logs = logSigma.forward(states, time)
            var loss = 0.0
            for step in 0..<time {
                for dimension in 0..<latent {
                    let index = step * latent + dimension
                    // Clamped, so that a dimension with hardly any variance cannot diverge.
                    let (log, isFree) = (min(max(logs[index], -4), 4), abs(logs[index]) < 4)
                    let (mu, sigma) = (example.means[step][dimension], example.sigmas[step][dimension])
                    let (difference, precision) = (m[index] - mu, S(exp(-2 * Double(log))))
                    let spread = sigma * sigma + difference * difference
                    loss += Double(log) - Glibc.log(max(Double(sigma), 1e-30)) + 0.5 * Double(spread * precision) - 0.5
                    dMean[index] = difference * precision / S(time)
                    dLogSigma[index] = isFree ? (1 - spread * precision) / S(time) : 0
                }
            }
            if learns {
                let dStates = mean.backward(states, dMean.start, time)
                S.arithmetic.addScaled(
                    time * shape.hidden, 1, logSigma.backward(states, dLogSigma.start, time), dStates)
                _ = lstm.backward(x.start, time: time, batch: 1) { UnsafePointer(dStates + $0 * shape.hidden) }
            }
            var tally = Tally()
            (tally.loss, tally.examples) = (loss / Double(time), 1)
            return tally
        }
    }

    /// Zeros followed by the phrases.
    private static func inputs(_ phrases: some Sequence<[S]>, _ latent: Int) -> [S] {
        phrases.reduce(into: [S](repeating: 0, count: latent)) { $0 += $1 }
    }

    /// The Gaussian of the phrase that follows `phrases`, which may be empty: mean and σ, Z each.
    package func next(after phrases: [[S]]) -> (mean: [S], sigma: [S]) {
        let x = Buffer(Self.inputs(phrases, shape.latent))
        return withExtendedLifetime(x) {
            let last = lstm.forward(x.start, time: phrases.count + 1, batch: 1) + phrases.count * shape.hidden
            let (m, log) = (mean.forward(last, 1), logSigma.forward(last, 1))
            return (
                (0..<shape.latent).map { m[$0] },
                (0..<shape.latent).map { S(exp(Double(min(max(log[$0], -4), 4)))) }
            )
        }
    }
}
