/// A long short-term memory layer over sequences of vectors (Hochreiter and Schmidhuber 1997).
///
/// Letters: B batch, T time, I inputs, H hidden units. Sequences are time-major: row t · B + b.
package final class LSTM<S: NeuralScalar>: @unchecked Sendable {
    /// The recurrent part.
    package let core: LSTMCore<S>
    private let kernel: Weight<S>  // [I × 4H]
    private let inputGradient = GrowingBuffer<S>()

    package var weights: [Weight<S>] { [kernel] + core.weights }
    /// H.
    package var hidden: Int { core.hidden }

    /// - Parameter name: Prefix of the tensors' names.
    package init(_ name: String, inputs: Int, hidden: Int, _ stream: inout Initialization) {
        kernel = Weight("\(name).kernel", inputs, 4 * hidden, isMultiplied: true)
        kernel.fillGlorot(&stream)
        core = LSTMCore(name, hidden: hidden, &stream)
    }

    /// A stack of layers, `lstm1` the lowest, with `inputs` inputs; each further layer takes the states of the one
    /// below.
    package static func stack(inputs: Int, hidden: [Int], _ stream: inout Initialization) -> [LSTM] {
        var width = inputs
        return hidden.enumerated().map { index, hidden in
            defer { width = hidden }
            return LSTM("lstm\(index + 1)", inputs: width, hidden: hidden, &stream)
        }
    }

    /// A layer that shares the weights of another and has its own gradients and buffers.
    package init(replicaOf other: LSTM) {
        (kernel, core) = (other.kernel.replica(), LSTMCore(replicaOf: other.core))
    }

    /// x[T·B × I] → states [T·B × H], valid until the next call.
    package func forward(
        _ x: UnsafePointer<S>, time: Int, batch: Int, mask: Buffer<S>? = nil,
        initial: (h: UnsafePointer<S>, c: UnsafePointer<S>)? = nil
    ) -> UnsafePointer<S> {
        let gates = core.begin(time: time, batch: batch, initial: initial)
        kernel.multiply(x, time * batch, into: gates, accumulate: true)
        return core.run(mask: mask)
    }

    /// One step of a sequence started with `core.begin`: x[B × I] → states [B × H].
    package func step(_ step: Int, _ x: UnsafePointer<S>, batch: Int) -> UnsafePointer<S> {
        kernel.multiply(x, batch, into: core.gates(step), accumulate: true)
        return core.runStep(step)
    }

    /// Adds the weights' gradients.
    /// - Returns: dx[T·B × I], and the gradients of the initial state and cell, [B × H] each.
    package func backward(
        _ x: UnsafePointer<S>, time: Int, batch: Int, _ outputs: (_ step: Int) -> UnsafePointer<S>?
    ) -> (dx: UnsafeMutablePointer<S>, h: UnsafePointer<S>, c: UnsafePointer<S>) {
        let (gates, h, c) = core.backward(outputs)
        kernel.addGradient(x, gates, time * batch)
        let dx = inputGradient.room(time * batch * kernel.rows)
        kernel.multiplyTransposed(gates, time * batch, into: dx)
        return (dx, h, c)
    }
}
