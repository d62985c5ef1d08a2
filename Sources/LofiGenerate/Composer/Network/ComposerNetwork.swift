import LofiNeural
import LofiPlugin

/// The composer's network: words and context, two LSTMs, a softmax over the words.
///
///     rows → sum of embeddings → LSTM → LSTM → softmax
///
/// The last row of a step names the word that would repeat the earlier bar. The states also yield a score for
/// repeating, which is added to that word's logit: a pointer into earlier music (after See et al. 2017), so that
/// repetition need not be learnt anew for each word.
///
/// Letters: B batch, T time, K rows per step, E embedding width, V words. Rows are time-major: t · B + b.
package final class ComposerNetwork<S: NeuralScalar>: Network, @unchecked Sendable {
    /// Dimensions of the network, stored in the model file.
    package struct Shape: Sendable, Equatable, Codable {
        package var rows = ComposerSituation.rowCount
        package var rowsAtOnce = ComposerSituation.width
        package var words = ComposerWord.count
        /// Row of the first word as the repeating one; those of the other words follow.
        package var repetitions = ComposerSituation.repetitions
        package var embedding = 192
        package var hidden = [384, 384]
        /// Dropout of each LSTM's states, from step to step.
        package var recurrentDropout = 0.0
        /// Dropout of each LSTM's outputs.
        package var dropout = 0.2

        package init() {}
    }

    /// T steps and the word that follows each; a negative target is not trained on.
    package struct Example: Sendable {
        /// [T × K].
        package var rows: [Int16]
        /// [T].
        package var targets: [Int32]

        package init(rows: [Int16], targets: [Int32]) { (self.rows, self.targets) = (rows, targets) }
    }

    package let shape: Shape
    private let embedding: Embedding<S>
    private let lstms: [LSTM<S>]
    private let output: Dense<S>
    /// Score for repeating.
    private let repetition: Dense<S>
    private let inputs = GrowingBuffer<S>()
    private let favours = GrowingBuffer<S>()
    private let dropped: [GrowingBuffer<S>]

    package var weights: [Weight<S>] {
        [embedding.table] + lstms.flatMap(\.weights) + repetition.weights + output.weights
    }

    /// - Parameters:
    ///   - shape: Dimensions.
    ///   - seed: Seed of the initial weights; nil = zero, to be loaded from a file.
    package init(_ shape: Shape, seed: UInt64?) {
        self.shape = shape
        var stream = Initialization(seed, place: "composer/weights")
        embedding = Embedding("embedding", vocabulary: shape.rows, width: shape.embedding, &stream)
        lstms = LSTM.stack(inputs: shape.embedding, hidden: shape.hidden, &stream)
        let top = shape.hidden[shape.hidden.count - 1]
        output = Dense("output", inputs: top, outputs: shape.words, &stream)
        repetition = Dense("repetition", inputs: top, outputs: 1, &stream)
        dropped = shape.hidden.map { _ in GrowingBuffer() }
    }

    private init(replicaOf other: ComposerNetwork) {
        shape = other.shape
        embedding = Embedding(replicaOf: other.embedding)
        lstms = other.lstms.map(LSTM.init(replicaOf:))
        output = Dense(replicaOf: other.output)
        repetition = Dense(replicaOf: other.repetition)
        dropped = other.dropped.map { _ in GrowingBuffer() }
    }

    package func replica() -> ComposerNetwork { ComposerNetwork(replicaOf: self) }

    /// Initialises new styles with the weights of the first, since their rows and words were never trained.
    package func beginStyles(_ styles: Range<Int>) {
        for style in styles where style > 0 {
            for row in [ComposerWord.style(style).number, ComposerSituation.row(ofStyle: style)] {
                let first = row - style
                for column in 0..<shape.embedding {
                    embedding.table.value[row * shape.embedding + column] =
                        embedding.table.value[first * shape.embedding + column]
                }
            }
        }
        embedding.table.valuesChanged()
    }

    // MARK: Training

    package func learn(_ examples: ArraySlice<Example>, _ context: LearningContext) -> Tally {
        let (time, batch) = (examples[examples.startIndex].targets.count, examples.count)
        let masks = Masks(shape, rows: examples.indices, steps: time, context)
        let rows = rowsTimeFirst(examples)
        let layers = forward(rows, time: time, batch: batch, masks: masks)
        let top = layers[layers.count - 1]
        let repeated = repeatedWords(rows)
        let (tally, logits) = loss(examples, top, repeated, time: time, batch: batch)
        var gradient = output.backward(top, logits, time * batch)
        let inFavour = favours.room(time * batch)
        for (moment, word) in repeated.enumerated() {
            inFavour[moment] = word.map { logits[moment * shape.words + $0] } ?? 0
        }
        let further = repetition.backward(top, inFavour, time * batch)
        S.arithmetic.addScaled(time * batch * shape.hidden[shape.hidden.count - 1], 1, further, gradient)
        for index in lstms.indices.reversed() {
            let width = lstms[index].hidden
            S.arithmetic.multiply(time * batch * width, gradient, masks.upwards[index].start, gradient)
            let from = gradient
            let x = index == 0 ? UnsafePointer(inputs.start) : layers[index - 1]
            gradient =
                lstms[index].backward(x, time: time, batch: batch) { UnsafePointer(from + $0 * batch * width) }.dx
        }
        for row in rows { embedding.backward(row, gradient) }
        return tally
    }

    package func measure(_ examples: ArraySlice<Example>) -> Tally {
        let (time, batch) = (examples[examples.startIndex].targets.count, examples.count)
        let rows = rowsTimeFirst(examples)
        let layers = forward(rows, time: time, batch: batch, masks: nil)
        return loss(examples, layers[layers.count - 1], repeatedWords(rows), time: time, batch: batch).tally
    }

    /// Outputs of each LSTM after dropout, [T·B × H].
    private func forward(
        _ rows: [[Int32]], time: Int, batch: Int, masks: Masks?
    ) -> [UnsafePointer<S>] {
        let x = inputs.room(time * batch * shape.embedding)
        x.clear(time * batch * shape.embedding)
        for row in rows { embedding.add(row, to: x) }
        var layers: [UnsafePointer<S>] = []
        for (index, lstm) in lstms.enumerated() {
            let states = lstm.forward(
                layers.last ?? UnsafePointer(x), time: time, batch: batch, mask: masks?.recurrent[index])
            guard let masks else {
                layers.append(states)
                continue
            }
            let kept = dropped[index].room(time * batch * lstm.hidden)
            S.arithmetic.multiply(time * batch * lstm.hidden, states, masks.upwards[index].start, kept)
            layers.append(UnsafePointer(kept))
        }
        return layers
    }

    /// Logits [M × V] of M steps.
    private func logits(_ states: UnsafePointer<S>, _ repeated: [Int?]) -> UnsafeMutablePointer<S> {
        let logits = output.forward(states, repeated.count)
        let inFavour = repetition.forward(states, repeated.count)
        for (moment, word) in repeated.enumerated() {
            if let word { logits[moment * shape.words + word] += inFavour[moment] }
        }
        return logits
    }

    /// For each step the word that would repeat the earlier bar; nil if there is none.
    private func repeatedWords(_ rows: [[Int32]]) -> [Int?] {
        rows[shape.rowsAtOnce - 1].map { $0 >= shape.repetitions ? Int($0) - shape.repetitions : nil }
    }

    private func loss(
        _ examples: ArraySlice<Example>, _ states: UnsafePointer<S>, _ repeated: [Int?], time: Int, batch: Int
    ) -> (tally: Tally, gradient: UnsafeMutablePointer<S>) {
        let logits = logits(states, repeated)
        let targets = (0..<time).flatMap { step in examples.map { $0.targets[step] } }
        let (loss, hits) = SoftmaxCrossEntropy.backward(
            logits, targets: targets, classes: shape.words, scale: S(1) / S(time))
        var tally = Tally()
        // A window that is not full counts for less.
        tally.loss = loss / Double(time)
        (tally.examples, tally.predictions, tally.hits) = (batch, targets.count { $0 >= 0 }, hits)
        tally.extra["nats"] = loss
        tally.extra["words"] = Double(tally.predictions)
        return (tally, logits)
    }

    /// Rows in time-major order, K lists of T·B.
    private func rowsTimeFirst(_ examples: ArraySlice<Example>) -> [[Int32]] {
        let (count, time) = (shape.rowsAtOnce, examples[examples.startIndex].targets.count)
        return (0..<count).map { slot in
            (0..<time).flatMap { step in examples.map { Int32($0.rows[step * count + slot]) } }
        }
    }

    // MARK: Sampling

    /// Recurrent state of a song: h and c of each LSTM.
    package final class Memory {
        fileprivate let states: [(h: Buffer<S>, c: Buffer<S>)]

        package init(_ network: ComposerNetwork) {
            states = network.lstms.map { (Buffer($0.hidden), Buffer($0.hidden)) }
        }
    }

    /// Processes one step.
    /// - Returns: the probabilities of the next word, V of them.
    package func hear(_ rows: [Int16], _ memory: Memory) -> [S] {
        let start = inputs.room(shape.embedding)
        start.clear(shape.embedding)
        for row in rows { embedding.add([Int32(row)], to: start) }
        var x = UnsafePointer(start)
        for (lstm, (h, c)) in zip(lstms, memory.states) {
            x = lstm.forward(x, time: 1, batch: 1, initial: (UnsafePointer(h.start), UnsafePointer(c.start)))
            let (newH, newC) = lstm.core.state(after: 0)
            h.start.update(from: newH, count: lstm.hidden)
            c.start.update(from: newC, count: lstm.hidden)
        }
        let logits = logits(x, repeatedWords(rows.map { [Int32($0)] }))
        S.arithmetic.softmax(1, shape.words, logits)
        return Array(UnsafeBufferPointer(start: logits, count: shape.words))
    }
}

extension ComposerNetwork {
    /// Dropout masks, drawn for each example by its index in the batch.
    struct Masks {
        let recurrent: [Buffer<S>]  // [B × H]
        let upwards: [Buffer<S>]  // [T·B × H], one draw for the whole sequence
    }
}

extension ComposerNetwork.Masks {
    /// The same units are dropped at every step of a sequence (Gal and Ghahramani 2016).
    init(_ shape: ComposerNetwork.Shape, rows: Range<Int>, steps: Int, _ context: LearningContext) {
        recurrent = shape.hidden.map { Buffer(rows.count * $0) }
        upwards = shape.hidden.map { Buffer(steps * rows.count * $0) }
        for (row, index) in rows.enumerated() {
            var stream = RandomStream(seed: context.seed, place: "composer/dropout/\(context.step)/\(index)")
            for (layer, hidden) in shape.hidden.enumerated() {
                Dropout.mask(
                    hidden, rate: shape.recurrentDropout, into: recurrent[layer].start + row * hidden, &stream)
                let first = upwards[layer].start + row * hidden
                Dropout.mask(hidden, rate: shape.dropout, into: first, &stream)
                for step in 1..<max(steps, 1) {
                    (first + step * rows.count * hidden).update(from: first, count: hidden)
                }
            }
        }
    }
}
