/// A dense layer: y = x W + b, with an optional tanh. Letters: M rows, I inputs, O outputs.
package final class Dense<S: NeuralScalar>: @unchecked Sendable {
    /// Activation function.
    package enum Activation: Sendable { case none, tanh }

    private let activation: Activation
    private let kernel: Weight<S>  // [I × O]
    private let bias: Weight<S>?  // [1 × O]
    private let outputs = GrowingBuffer<S>()
    private let gradients = GrowingBuffer<S>()

    /// Kernel and bias.
    package var weights: [Weight<S>] { [kernel] + (bias.map { [$0] } ?? []) }

    /// - Parameter name: Prefix of the tensors' names.
    package init(
        _ name: String, inputs: Int, outputs: Int, activation: Activation = .none, hasBias: Bool = true,
        _ stream: inout Initialization
    ) {
        self.activation = activation
        kernel = Weight("\(name).kernel", inputs, outputs, isMultiplied: true)
        bias = hasBias ? Weight("\(name).bias", 1, outputs, isMultiplied: false) : nil
        kernel.fillGlorot(&stream)
    }

    /// A layer that shares the weights of another and has its own gradients and buffers.
    package init(replicaOf other: Dense) {
        (activation, kernel, bias) = (other.activation, other.kernel.replica(), other.bias?.replica())
    }

    /// x[M × I] → y[M × O], valid until the next call.
    package func forward(_ x: UnsafePointer<S>, _ m: Int) -> UnsafeMutablePointer<S> {
        let y = outputs.room(m * kernel.columns)
        if let bias { S.arithmetic.fillRows(m, kernel.columns, bias.value.start, y) }
        kernel.multiply(x, m, into: y, accumulate: bias != nil)
        if activation == .tanh { S.arithmetic.tanhForward(m * kernel.columns, y) }
        return y
    }

    /// Adds the weights' gradients; dy[M × O], which may be overwritten → dx[M × I], valid until the next call.
    package func backward(
        _ x: UnsafePointer<S>, _ dy: UnsafeMutablePointer<S>, _ m: Int
    ) -> UnsafeMutablePointer<S> {
        let dx = gradients.room(m * kernel.rows)
        if activation == .tanh { S.arithmetic.tanhBackward(m * kernel.columns, outputs.start, dy) }
        kernel.addGradient(x, dy, m)
        if let bias { S.arithmetic.addRows(m, kernel.columns, dy, bias.gradient.start) }
        kernel.multiplyTransposed(dy, m, into: dx)
        return dx
    }
}
