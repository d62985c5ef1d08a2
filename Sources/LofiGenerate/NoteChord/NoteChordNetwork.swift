import LofiNeural
import LofiPlugin

/// The write-up's network: three LSTMs, a dense layer, and a softmax over a vocabulary of notes and chords.
///
///     tokens → number or embedding → LSTM 512 → LSTM 512 → LSTM 256 → dense 256 → dropout → dense → softmax
///
/// Letters: B batch, T time, V vocabulary, E embedding, H hidden units. Rows are time-major: t · B + b.
package final class NoteChordNetwork<S: NeuralScalar>: Network, @unchecked Sendable {
    /// Dimensions of the network, stored in the model file.
    package struct Shape: Sendable, Equatable, Codable {
        package var vocabulary: Int
        /// Embedding width; nil as in the write-up, where the token's index is the only input.
        package var embedding: Int?
        package var hidden = [512, 512, 256]
        package var dense = 256
        /// Dropout of the states of the first two LSTMs.
        package var recurrentDropout = 0.3
        /// Dropout after the dense layer.
        package var dropout = 0.3
        /// Whether the next token is predicted at every step, rather than only after the window as in the write-up.
        package var predictsEveryStep: Bool

        package init(vocabulary: Int, embedding: Int?, predictsEveryStep: Bool) {
            (self.vocabulary, self.embedding) = (vocabulary, embedding)
            self.predictsEveryStep = predictsEveryStep
        }
    }

    /// T tokens, and the token that follows each of them.
    package struct Example: Sendable {
        package var inputs: [Int32]
        package var targets: [Int32]

        package init(inputs: [Int32], targets: [Int32]) { (self.inputs, self.targets) = (inputs, targets) }
    }

    package let shape: Shape
    private let embedding: Embedding<S>?
    private let lstms: [LSTM<S>]
    private let dense: Dense<S>
    private let output: Dense<S>
    private let inputs = GrowingBuffer<S>()
    private let dropped = GrowingBuffer<S>()

    package var weights: [Weight<S>] {
        (embedding.map { [$0.table] } ?? []) + lstms.flatMap(\.weights) + dense.weights + output.weights
    }

    /// - Parameters:
    ///   - shape: Dimensions.
    ///   - seed: Seed of the initial weights; nil = zero, to be loaded from a file.
    package init(_ shape: Shape, seed: UInt64?) {
        self.shape = shape
        var stream = Initialization(seed, place: "note-chord-lstm/weights")
        embedding = shape.embedding.map { Embedding("embedding", vocabulary: shape.vocabulary, width: $0, &stream) }
        lstms = LSTM.stack(inputs: shape.embedding ?? 1, hidden: shape.hidden, &stream)
        dense = Dense("dense", inputs: shape.hidden[shape.hidden.count - 1], outputs: shape.dense, &stream)
        output = Dense("output", inputs: shape.dense, outputs: shape.vocabulary, &stream)
    }

    private init(replicaOf other: NoteChordNetwork) {
        shape = other.shape
        embedding = other.embedding.map(Embedding.init(replicaOf:))
        lstms = other.lstms.map(LSTM.init(replicaOf:))
        dense = Dense(replicaOf: other.dense)
        output = Dense(replicaOf: other.output)
    }

    package func replica() -> NoteChordNetwork { NoteChordNetwork(replicaOf: self) }

    // MARK: Training

    package func learn(_ examples: ArraySlice<Example>, _ context: LearningContext) -> Tally {
        learn(examples, masks: Masks(shape, rows: examples.indices, steps: stepsAsked(examples), context))
    }

    /// The same with given masks, for comparison with other implementations.
    func learn(_ examples: ArraySlice<Example>, masks: Masks) -> Tally {
        pass(examples, masks: masks) { tally, x, hidden, rows, time, batch in
            let dHidden = dense.backward(rows.input, rows.gradient, rows.count)
            let firstAsked = shape.predictsEveryStep ? 0 : time - 1
            var last = lstms[2].backward(hidden[1], time: time, batch: batch) { step in
                step < firstAsked ? nil : UnsafePointer(dHidden + (step - firstAsked) * batch * lstms[2].hidden)
            }.dx
            for index in [1, 0] {
                let (from, width) = (last, lstms[index].hidden)
                let input = index == 0 ? x : hidden[index - 1]
                last =
                    lstms[index].backward(input, time: time, batch: batch) { UnsafePointer(from + $0 * batch * width) }
                    .dx
            }
            embedding?.backward(tokensTimeFirst(examples, \.inputs), last)
        }
    }

    package func measure(_ examples: ArraySlice<Example>) -> Tally {
        pass(examples, masks: nil) { _, _, _, _, _, _ in }
    }

    private typealias Rows = (input: UnsafePointer<S>, gradient: UnsafeMutablePointer<S>, count: Int)

    /// Forward pass up to the loss; `back` continues from the gradient of the dense layer's outputs.
    private func pass(
        _ examples: ArraySlice<Example>, masks: Masks?,
        _ back: (Tally, UnsafePointer<S>, [UnsafePointer<S>], Rows, _ time: Int, _ batch: Int) -> Void
    ) -> Tally {
        let (time, batch) = (examples[examples.startIndex].inputs.count, examples.count)
        let x = input(tokensTimeFirst(examples, \.inputs))
        var hidden: [UnsafePointer<S>] = []
        for (index, lstm) in lstms.enumerated() {
            let mask = index < 2 ? masks?.recurrent[index] : nil
            hidden.append(lstm.forward(hidden.last ?? x, time: time, batch: batch, mask: mask))
        }
        let firstAsked = shape.predictsEveryStep ? 0 : time - 1
        let asked = hidden[2] + firstAsked * batch * lstms[2].hidden
        let rows = (time - firstAsked) * batch
        var features = UnsafePointer(dense.forward(asked, rows))
        if let masks {
            let kept = dropped.room(rows * shape.dense)
            S.arithmetic.multiply(rows * shape.dense, features, masks.dense.start, kept)
            features = UnsafePointer(kept)
        }
        let logits = output.forward(features, rows)
        let targets = Array(tokensTimeFirst(examples, \.targets).suffix(rows))
        let (loss, hits) = SoftmaxCrossEntropy.backward(
            logits, targets: targets, classes: shape.vocabulary,
            // An example's loss is the mean over its predictions.
            scale: S(1) / S(time - firstAsked))
        var tally = Tally()
        tally.loss = loss / Double(time - firstAsked)
        (tally.examples, tally.predictions, tally.hits) = (batch, targets.count { $0 >= 0 }, hits)
        if let masks {
            let gradient = output.backward(features, logits, rows)
            S.arithmetic.multiply(rows * shape.dense, gradient, masks.dense.start, gradient)
            back(tally, x, hidden, (asked, gradient, rows), time, batch)
        }
        return tally
    }

    private func stepsAsked(_ examples: ArraySlice<Example>) -> Int {
        shape.predictsEveryStep ? examples[examples.startIndex].inputs.count : 1
    }

    /// [T·B × E], or [T·B × 1] as in the write-up.
    private func input(_ tokens: [Int32]) -> UnsafePointer<S> {
        let width = shape.embedding ?? 1
        let x = inputs.room(tokens.count * width)
        if let embedding {
            x.clear(tokens.count * width)
            embedding.add(tokens, to: x)
        } else {
            for (index, token) in tokens.enumerated() { x[index] = S(token) }
        }
        return UnsafePointer(x)
    }

    private func tokensTimeFirst(_ examples: ArraySlice<Example>, _ row: KeyPath<Example, [Int32]>) -> [Int32] {
        let rows = examples.map { $0[keyPath: row] }
        return rows[0].indices.flatMap { time in rows.map { $0[time] } }
    }

    // MARK: Sampling

    /// Recurrent state of a song: h and c of each LSTM.
    package final class Memory {
        fileprivate let states: [(h: Buffer<S>, c: Buffer<S>)]

        package init(_ network: NoteChordNetwork) {
            states = network.lstms.map { (Buffer($0.hidden), Buffer($0.hidden)) }
        }
    }

    /// Processes one token.
    /// - Returns: the probabilities of the next token, V of them.
    package func hear(_ token: Int32, _ memory: Memory) -> [S] {
        var x = input([token])
        for (index, lstm) in lstms.enumerated() {
            let (h, c) = memory.states[index]
            x = lstm.forward(
                x, time: 1, batch: 1, initial: (UnsafePointer(h.start), UnsafePointer(c.start)))
            let (newH, newC) = lstm.core.state(after: 0)
            h.start.update(from: newH, count: lstm.hidden)
            c.start.update(from: newC, count: lstm.hidden)
        }
        let logits = output.forward(UnsafePointer(dense.forward(x, 1)), 1)
        S.arithmetic.softmax(1, shape.vocabulary, logits)
        return Array(UnsafeBufferPointer(start: logits, count: shape.vocabulary))
    }
}

extension NoteChordNetwork {
    /// Dropout masks, drawn for each example by its index in the batch.
    struct Masks {
        let recurrent: [Buffer<S>]  // [B × H] for the first two LSTMs
        let dense: Buffer<S>  // [steps·B × dense], time-major
    }
}

extension NoteChordNetwork.Masks {
    init(_ shape: NoteChordNetwork.Shape, rows: Range<Int>, steps: Int, _ context: LearningContext) {
        recurrent = shape.hidden.prefix(2).map { Buffer(rows.count * $0) }
        dense = Buffer(steps * rows.count * shape.dense)
        for (row, index) in rows.enumerated() {
            var stream = RandomStream(seed: context.seed, place: "dropout/\(context.step)/\(index)")
            for (mask, hidden) in zip(recurrent, shape.hidden) {
                Dropout.mask(hidden, rate: shape.recurrentDropout, into: mask.start + row * hidden, &stream)
            }
            for step in 0..<steps {
                let start = dense.start + (step * rows.count + row) * shape.dense
                Dropout.mask(shape.dense, rate: shape.dropout, into: start, &stream)
            }
        }
    }
}
