import Glibc
import LofiNeural
import LofiPlugin

/// The decoder of the autoencoder: each event given z and the previous event.
///
/// Letters: B batch, T steps, A events, Z latent dimensions, H1 and H2 hidden units. Rows are time-major: t · B + b.
final class MelodyDecoder<S: NeuralScalar>: @unchecked Sendable {
    private let shape: MelodyVAENetwork<S>.Shape
    private let beginning: Dense<S>  // [Z × (2·H1 + 2·H2)]: h1, c1, h2, c2
    private let events: Embedding<S>  // [A × 4·H1]
    private let latent: Dense<S>  // [Z × 4·H1]
    private let first: LSTMCore<S>
    private let second: LSTM<S>
    private let output: Dense<S>  // [H2 × A]
    private let states = GrowingBuffer<S>()  // initial states, split into four [B × H]
    private let logits = GrowingBuffer<S>()  // [T·B × A], gradients after `forward`
    private let outputs = GrowingBuffer<S>()
    private let latentGradient = GrowingBuffer<S>()
    private var heard: [Int32] = []

    var weights: [Weight<S>] {
        beginning.weights + [events.table] + latent.weights + first.weights + second.weights + output.weights
    }

    init(_ shape: MelodyVAENetwork<S>.Shape, _ stream: inout Initialization) {
        self.shape = shape
        let (h1, h2) = (shape.decoder[0], shape.decoder[1])
        beginning = Dense(
            "decoder.beginning", inputs: shape.latent, outputs: 2 * (h1 + h2), activation: .tanh, &stream)
        events = Embedding("decoder.events", oneHot: shape.events, width: 4 * h1, &stream)
        latent = Dense("decoder.latent", inputs: shape.latent, outputs: 4 * h1, hasBias: false, &stream)
        first = LSTMCore("decoder.lstm1", hidden: h1, &stream)
        second = LSTM("decoder.lstm2", inputs: h1, hidden: h2, &stream)
        output = Dense("decoder.output", inputs: h2, outputs: shape.events, &stream)
    }

    init(replicaOf other: MelodyDecoder) {
        shape = other.shape
        beginning = Dense(replicaOf: other.beginning)
        events = Embedding(replicaOf: other.events)
        latent = Dense(replicaOf: other.latent)
        first = LSTMCore(replicaOf: other.first)
        second = LSTM(replicaOf: other.second)
        output = Dense(replicaOf: other.output)
    }

    /// Sizes of h1, c1, h2 and c2.
    private var stateSizes: [Int] { [shape.decoder[0], shape.decoder[0], shape.decoder[1], shape.decoder[1]] }

    /// Initialises both LSTMs from z, and adds z's contribution to the gate sums of the first for all steps.
    private func begin(_ z: UnsafePointer<S>, time: Int, batch: Int) {
        let together = beginning.forward(z, batch)
        let apart = states.room(batch * stateSizes.reduce(0, +))
        var (from, to) = (together, apart)
        let width = stateSizes.reduce(0, +)
        for size in stateSizes {
            for row in 0..<batch { (to + row * size).update(from: from + row * width, count: size) }
            from += size
            to += batch * size
        }
        let (h1, h2) = (shape.decoder[0], shape.decoder[1])
        let gates = first.begin(
            time: time, batch: batch, initial: (UnsafePointer(apart), UnsafePointer(apart + batch * h1)))
        let share = latent.forward(z, batch)
        for step in 0..<time { S.arithmetic.addScaled(batch * 4 * h1, 1, share, gates + step * batch * 4 * h1) }
        let rest = apart + 2 * batch * h1
        _ = second.core.begin(
            time: time, batch: batch, initial: (UnsafePointer(rest), UnsafePointer(rest + batch * h2)))
    }

    /// One step of all rows: previous event (negative = none) → logits [B × A].
    private func step(_ step: Int, after before: [Int32]) -> UnsafeMutablePointer<S> {
        events.add(before, to: first.gates(step))
        let h1 = first.runStep(step)
        let h2 = second.step(step, h1, batch: before.count)
        return output.forward(h2, before.count)
    }

    /// The loss for the target events `wanted` [T·B].
    /// - Parameters:
    ///   - z: Latents [B × Z].
    ///   - wanted: Target events, time-major.
    ///   - batch: B.
    ///   - own: Probability that a step takes the model's own previous event as input instead of the target.
    ///   - streams: Random streams, one per row; unused if `own` is 0.
    func forward(
        _ z: UnsafePointer<S>, _ wanted: [Int32], batch: Int, own: Double, streams: inout [RandomStream]
    ) -> Tally {
        let (time, count) = (wanted.count / batch, shape.events)
        begin(z, time: time, batch: batch)
        let all = logits.room(wanted.count * count)
        var before = [Int32](repeating: -1, count: batch)
        heard = []
        var tally = Tally()
        for step in 0..<time {
            heard += before
            let gradient = all + step * batch * count
            gradient.update(from: self.step(step, after: before), count: batch * count)
            var drawn: [Int32] = []
            let targets = Array(wanted[step * batch..<(step + 1) * batch])
            if own > 0 {
                let p = outputs.room(batch * count)
                p.update(from: gradient, count: batch * count)
                S.arithmetic.softmax(batch, count, p)
                drawn = streams.indices.map { row in
                    // Always draws both numbers, so that the stream does not depend on the first.
                    let (listens, point) = (streams[row].chance(own), streams[row].unit())
                    return listens ? Self.draw(p + row * count, count, at: point) : targets[row]
                }
            }
            let (loss, hits) = SoftmaxCrossEntropy.backward(gradient, targets: targets, classes: count)
            tally.loss += loss
            tally.hits += hits
            before = own > 0 ? drawn : targets
        }
        (tally.examples, tally.predictions) = (batch, wanted.count)
        tally.extra["reconstruction"] = tally.loss
        return tally
    }

    /// Adds the weights' gradients after `forward`.
    /// - Returns: dz [B × Z].
    func backward(_ z: UnsafePointer<S>, _ wanted: [Int32], batch: Int) -> UnsafePointer<S> {
        let (h1, h2) = (shape.decoder[0], shape.decoder[1])
        let time = wanted.count / batch
        let dOutput = output.backward(second.core.state(after: 0).h, logits.start, wanted.count)
        let second = self.second.backward(first.state(after: 0).h, time: time, batch: batch) {
            UnsafePointer(dOutput + $0 * batch * h2)
        }
        let first = self.first.backward { UnsafePointer(second.dx + $0 * batch * h1) }
        events.backward(heard, first.gates)
        // z was added at every step.
        let dShare = Buffer<S>(batch * 4 * h1)
        for step in 0..<time {
            S.arithmetic.addScaled(dShare.count, 1, first.gates + step * dShare.count, dShare.start)
        }
        // Gradient of the initial states, joined again.
        let width = stateSizes.reduce(0, +)
        let dBeginning = Buffer<S>(batch * width)
        var offset = 0
        for (size, gradient) in zip(stateSizes, [first.h, first.c, second.h, second.c]) {
            for row in 0..<batch {
                (dBeginning.start + row * width + offset).update(from: gradient + row * size, count: size)
            }
            offset += size
        }
        return withExtendedLifetime((dShare, dBeginning)) {
            let dz = latentGradient.room(batch * shape.latent)
            dz.update(from: latent.backward(z, dShare.start, batch), count: batch * shape.latent)
            S.arithmetic.addScaled(batch * shape.latent, 1, beginning.backward(z, dBeginning.start, batch), dz)
            return UnsafePointer(dz)
        }
    }

    /// Greedy decoding without teacher forcing: the most likely event of each step, [T·B].
    func likeliest(_ z: UnsafePointer<S>, batch: Int) -> [Int32] {
        begin(z, time: shape.steps, batch: batch)
        var said: [Int32] = []
        var before = [Int32](repeating: -1, count: batch)
        for step in 0..<shape.steps {
            let logits = self.step(step, after: before)
            before = (0..<batch).map { row in
                let p = logits + row * shape.events
                return Int32((0..<shape.events).max { p[$0] < p[$1] } ?? 0)
            }
            said += before
        }
        return said
    }

    /// Decodes one melody, each event chosen by the caller.
    func decode(_ z: UnsafePointer<S>, _ choose: (_ step: Int, _ probabilities: [S]) -> Int32) -> [Int32] {
        begin(z, time: shape.steps, batch: 1)
        var said: [Int32] = []
        for step in 0..<shape.steps {
            let p = self.step(step, after: [said.last ?? -1])
            S.arithmetic.softmax(1, shape.events, p)
            said.append(choose(step, Array(UnsafeBufferPointer(start: p, count: shape.events))))
        }
        return said
    }

    /// The class at a point of the cumulative distribution, 0 ..< 1.
    private static func draw(_ p: UnsafePointer<S>, _ count: Int, at point: Double) -> Int32 {
        var sum = 0.0
        for index in 0..<count {
            sum += Double(p[index])
            if point < sum { return Int32(index) }
        }
        return Int32(count - 1)
    }
}
