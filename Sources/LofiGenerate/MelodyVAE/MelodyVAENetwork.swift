import Glibc
import LofiNeural
import LofiPlugin

/// A variational autoencoder of two-bar melodies after MusicVAE's `mel_2bar` (Roberts et al. 2018).
///
///     events → bidirectional LSTM → μ, σ → z → tanh → initial states; z and previous event → LSTM → LSTM → softmax
///
/// Letters: B batch, T = 32 steps, A = 90 events, Z latent dimensions, H hidden units. Rows are time-major: t · B + b.
package final class MelodyVAENetwork<S: NeuralScalar>: Network, @unchecked Sendable {
    /// Dimensions and training parameters, stored in the model file. Defaults are those of `cat-mel_2bar_small`.
    package struct Shape: Sendable, Equatable, Codable {
        package var events = 90
        package var steps = 32
        package var encoder = 512
        package var decoder = [256, 256]
        package var latent = 256
        /// Final weight of the divergence per nat; it rises as β · (1 − βRate^step).
        package var beta = 0.2
        package var betaRate = 0.99999
        /// Divergence per example that is not penalised, in bits.
        package var freeBits = 0.0
        /// k of the inverse sigmoid of scheduled sampling (Bengio et al. 2015): the probability that a step takes the
        /// model's own previous event is 1 − k / (k + e^(step / k)). 0 = off.
        package var samplingRate = 1000.0

        package init() {}
    }

    /// T events.
    package typealias Example = [Int32]

    package let shape: Shape
    private let forwardEvents: Embedding<S>  // [A × 4H]
    private let forwardCore: LSTMCore<S>
    private let backwardEvents: Embedding<S>  // [A × 4H]
    private let backwardCore: LSTMCore<S>
    private let means: Dense<S>  // [2H × Z]
    private let spreads: Dense<S>  // [2H × Z]
    private let latent: GaussianLatent<S>
    private let decoder: MelodyDecoder<S>
    private let summary = GrowingBuffer<S>()  // [B × 2H]: the last states, forward and backward
    private let gradients = GrowingBuffer<S>()

    package var weights: [Weight<S>] {
        [forwardEvents.table] + forwardCore.weights + [backwardEvents.table] + backwardCore.weights + means.weights
            + spreads.weights + decoder.weights
    }

    /// - Parameters:
    ///   - shape: Dimensions.
    ///   - seed: Seed of the initial weights; nil = zero, to be loaded from a file.
    package init(_ shape: Shape, seed: UInt64?) {
        self.shape = shape
        var stream = Initialization(seed, place: "melody-vae/weights")
        forwardEvents = Embedding("encoder.forward", oneHot: shape.events, width: 4 * shape.encoder, &stream)
        forwardCore = LSTMCore("encoder.forward", hidden: shape.encoder, &stream)
        backwardEvents = Embedding("encoder.backward", oneHot: shape.events, width: 4 * shape.encoder, &stream)
        backwardCore = LSTMCore("encoder.backward", hidden: shape.encoder, &stream)
        means = Dense("latent.mean", inputs: 2 * shape.encoder, outputs: shape.latent, &stream)
        spreads = Dense("latent.spread", inputs: 2 * shape.encoder, outputs: shape.latent, &stream)
        latent = GaussianLatent(dimensions: shape.latent)
        decoder = MelodyDecoder(shape, &stream)
    }

    private init(replicaOf other: MelodyVAENetwork) {
        shape = other.shape
        forwardEvents = Embedding(replicaOf: other.forwardEvents)
        forwardCore = LSTMCore(replicaOf: other.forwardCore)
        backwardEvents = Embedding(replicaOf: other.backwardEvents)
        backwardCore = LSTMCore(replicaOf: other.backwardCore)
        means = Dense(replicaOf: other.means)
        spreads = Dense(replicaOf: other.spreads)
        latent = GaussianLatent(dimensions: shape.latent)
        decoder = MelodyDecoder(replicaOf: other.decoder)
    }

    package func replica() -> MelodyVAENetwork { MelodyVAENetwork(replicaOf: self) }

    // MARK: Encoder

    /// μ and the pre-activation of σ, [B × Z] each, valid until the next call.
    private func encode(
        _ events: [Int32], batch: Int
    ) -> (mean: UnsafeMutablePointer<S>, spread: UnsafeMutablePointer<S>) {
        let time = events.count / batch
        forwardEvents.add(events, to: forwardCore.begin(time: time, batch: batch))
        backwardEvents.add(Self.reversed(events, batch: batch), to: backwardCore.begin(time: time, batch: batch))
        forwardCore.run()
        backwardCore.run()
        let hidden = shape.encoder
        let features = summary.room(batch * 2 * hidden)
        let (there, back) = (forwardCore.state(after: time - 1).h, backwardCore.state(after: time - 1).h)
        for row in 0..<batch {
            (features + row * 2 * hidden).update(from: there + row * hidden, count: hidden)
            (features + row * 2 * hidden + hidden).update(from: back + row * hidden, count: hidden)
        }
        return (means.forward(features, batch), spreads.forward(features, batch))
    }

    /// Backward pass of the encoder, given the gradients of its outputs.
    private func encoderBackward(
        _ events: [Int32], batch: Int, _ dMeans: UnsafeMutablePointer<S>, _ dSpreads: UnsafeMutablePointer<S>
    ) {
        let (time, hidden) = (events.count / batch, shape.encoder)
        let dSummary = means.backward(summary.start, dMeans, batch)
        S.arithmetic.addScaled(batch * 2 * hidden, 1, spreads.backward(summary.start, dSpreads, batch), dSummary)
        let (there, back) = (Buffer<S>(batch * hidden), Buffer<S>(batch * hidden))
        for row in 0..<batch {
            (there.start + row * hidden).update(from: dSummary + row * 2 * hidden, count: hidden)
            (back.start + row * hidden).update(from: dSummary + row * 2 * hidden + hidden, count: hidden)
        }
        withExtendedLifetime((there, back)) {
            let last = time - 1
            let dThere = forwardCore.backward { $0 == last ? UnsafePointer(there.start) : nil }
            forwardEvents.backward(events, dThere.gates)
            let dBack = backwardCore.backward { $0 == last ? UnsafePointer(back.start) : nil }
            backwardEvents.backward(Self.reversed(events, batch: batch), dBack.gates)
        }
    }

    /// The events in reverse order of time.
    private static func reversed(_ events: [Int32], batch: Int) -> [Int32] {
        stride(from: events.count - batch, through: 0, by: -batch).flatMap { events[$0..<$0 + batch] }
    }

    /// The examples in time-major order.
    static func timeFirst(_ examples: ArraySlice<Example>) -> [Int32] {
        examples[examples.startIndex].indices.flatMap { time in examples.map { $0[time] } }
    }

    // MARK: Training

    package func learn(_ examples: ArraySlice<Example>, _ context: LearningContext) -> Tally {
        let (batch, events) = (examples.count, Self.timeFirst(examples))
        var streams = examples.indices.map {
            RandomStream(seed: context.seed, place: "melody-vae/\(context.step)/\($0)")
        }
        let epsilon = streams.indices.flatMap { row in
            (0..<shape.latent).map { _ in S(streams[row].normal()) }
        }
        let (mean, spread) = encode(events, batch: batch)
        let z = latent.forward(means: mean, spreads: spread, epsilon: epsilon, batch: batch)
        var tally = decoder.forward(
            z, events, batch: batch, own: shape.ownChance(step: context.step), streams: &streams)
        let beta = shape.beta * (1 - pow(shape.betaRate, Double(context.step)))
        let divergences = latent.divergences(means: mean, batch: batch)
        let free = shape.freeBits * M_LN2
        tally.loss += divergences.reduce(0) { $0 + beta * max($1 - free, 0) }
        tally.extra["divergence"] = divergences.reduce(0, +)

        let dz = decoder.backward(z, events, batch: batch)
        let dMeans = gradients.room(2 * batch * shape.latent)
        let dSpreads = dMeans + batch * shape.latent
        latent.backward(
            means: mean, spreads: spread, dz: dz, price: divergences.map { $0 > free ? S(beta) : 0 },
            intoMeans: dMeans, intoSpreads: dSpreads)
        encoderBackward(events, batch: batch, dMeans, dSpreads)
        return tally
    }

    /// Teacher-forced loss at the posterior mean. `free` in `extra` counts the correct steps of greedy decoding without
    /// teacher forcing.
    package func measure(_ examples: ArraySlice<Example>) -> Tally {
        let (batch, events) = (examples.count, Self.timeFirst(examples))
        let (mean, spread) = encode(events, batch: batch)
        let none = [S](repeating: 0, count: batch * shape.latent)
        let z = latent.forward(means: mean, spreads: spread, epsilon: none, batch: batch)
        var noChance: [RandomStream] = []
        var tally = decoder.forward(z, events, batch: batch, own: 0, streams: &noChance)
        tally.extra["divergence"] = latent.divergences(means: mean, batch: batch).reduce(0, +)
        let said = decoder.likeliest(z, batch: batch)
        tally.extra["free"] = Double(zip(said, events).count { $0 == $1 })
        return tally
    }

    // MARK: Encoding and decoding

    /// The posteriors of melodies: μ and σ, B rows of Z each.
    package func posterior(_ melodies: [Example]) -> (means: [[S]], sigmas: [[S]]) {
        let (mean, spread) = encode(Self.timeFirst(melodies[...]), batch: melodies.count)
        let count = melodies.count * shape.latent
        // With ε = 1, z − μ is σ.
        let z = latent.forward(
            means: mean, spreads: spread, epsilon: [S](repeating: 1, count: count), batch: melodies.count)
        let rows = melodies.indices.map { $0 * shape.latent..<($0 + 1) * shape.latent }
        return (rows.map { $0.map { mean[$0] } }, rows.map { $0.map { z[$0] - mean[$0] } })
    }

    /// Divergence in nats per dimension, summed over the melodies.
    package func divergencePerDimension(_ melodies: ArraySlice<Example>) -> [Double] {
        let (mean, spread) = encode(Self.timeFirst(melodies), batch: melodies.count)
        let none = [S](repeating: 0, count: melodies.count * shape.latent)
        _ = latent.forward(means: mean, spreads: spread, epsilon: none, batch: melodies.count)
        return latent.divergencePerDimension(means: mean, batch: melodies.count)
    }

    /// Decodes a melody from a latent vector, event by event.
    /// - Parameters:
    ///   - z: Latent vector of Z numbers.
    ///   - choose: Returns an event, given the step and the A probabilities.
    package func decode(_ z: [S], _ choose: (_ step: Int, _ probabilities: [S]) -> Int32) -> Example {
        precondition(z.count == shape.latent)
        let point = Buffer(z)
        return withExtendedLifetime(point) { decoder.decode(point.start, choose) }
    }
}

extension MelodyVAENetwork.Shape {
    /// Probability that a step takes the model's own previous event, at a training step.
    func ownChance(step: Int) -> Double {
        guard samplingRate > 0 else { return 0 }
        return 1 - samplingRate / (samplingRate + exp(Double(step) / samplingRate))
    }
}
