/// The recurrent part of an LSTM, whose inputs are already summed per gate.
///
/// Gates are in the order input, forget, cell, output (as in Keras and PyTorch). Recurrent dropout (Gal and Ghahramani
/// 2016) multiplies the state before each step by one mask for the whole sequence, as Keras does.
/// Letters: B batch, T time, H hidden units. Sequences are time-major: row t · B + b.
package final class LSTMCore<S: NeuralScalar>: @unchecked Sendable {
    /// H.
    package let hidden: Int
    private let recurrent: Weight<S>  // [H × 4H]
    private let bias: Weight<S>  // [1 × 4H]
    private let gateRows = GrowingBuffer<S>()  // [T·B × 4H]: sums, then activations, then gradients of the sums
    private let cells = GrowingBuffer<S>()  // [(T + 1)·B × H], from the state before the first step
    private let states = GrowingBuffer<S>()  // [(T + 1)·B × H]
    private let masked = GrowingBuffer<S>()  // [T·B × H]: states as input to the recurrent kernel
    private let stateGradient = GrowingBuffer<S>()  // [B × H]
    private let cellGradient = GrowingBuffer<S>()  // [B × H]
    private var mask: Buffer<S>?
    private var time = 0
    private var batch = 0

    package var weights: [Weight<S>] { [recurrent, bias] }

    package init(_ name: String, hidden: Int, _ stream: inout Initialization) {
        self.hidden = hidden
        recurrent = Weight("\(name).recurrent", hidden, 4 * hidden, isMultiplied: true)
        bias = Weight("\(name).bias", 1, 4 * hidden, isMultiplied: false)
        recurrent.fillOrthogonal(&stream)
        // The forget gate starts open (Jozefowicz et al. 2015).
        for unit in hidden..<2 * hidden { bias.value[unit] = 1 }
    }

    /// A core that shares the weights of another and has its own gradients and buffers.
    package init(replicaOf other: LSTMCore) {
        (hidden, recurrent, bias) = (other.hidden, other.recurrent.replica(), other.bias.replica())
    }

    /// Starts a sequence of T steps of B rows.
    /// - Parameters:
    ///   - time: T.
    ///   - batch: B.
    ///   - initial: State h and cell c before the first step, [B × H] each; nil = zero.
    /// - Returns: the gate sums [T·B × 4H], initialised with the bias, to which the caller adds its inputs.
    package func begin(
        time: Int, batch: Int, initial: (h: UnsafePointer<S>, c: UnsafePointer<S>)? = nil
    ) -> UnsafeMutablePointer<S> {
        (self.time, self.batch) = (time, batch)
        let count = batch * hidden
        let c = cells.room((time + 1) * count)
        let h = states.room((time + 1) * count)
        if let initial {
            h.update(from: initial.h, count: count)
            c.update(from: initial.c, count: count)
        } else {
            h.clear(count)
            c.clear(count)
        }
        let gates = gateRows.room(time * batch * 4 * hidden)
        S.arithmetic.fillRows(time * batch, 4 * hidden, bias.value.start, gates)
        return gates
    }

    /// Runs all steps and returns the states [T·B × H].
    /// - Parameter mask: [B × H] of 0 and 1 / (1 − rate), or nil without dropout.
    @discardableResult
    package func run(mask: Buffer<S>? = nil) -> UnsafePointer<S> {
        self.mask = mask
        for step in 0..<time { runStep(step) }
        return UnsafePointer(states.start + batch * hidden)
    }

    /// Runs one step and returns its states [B × H], for inputs that depend on the previous output. Call in order from
    /// 0.
    @discardableResult
    package func runStep(_ step: Int) -> UnsafePointer<S> {
        let count = batch * hidden
        let before = states.start + step * count
        let gates = gateRows.start + step * count * 4
        var seen = UnsafePointer(before)
        if let mask {
            let kept = masked.room(time * count) + step * count
            S.arithmetic.multiply(count, before, mask.start, kept)
            seen = UnsafePointer(kept)
        }
        recurrent.multiply(seen, batch, into: gates, accumulate: true)
        S.arithmetic.lstmForward(
            batch, hidden, gates, cells.start + step * count, cells.start + (step + 1) * count, before + count)
        return UnsafePointer(before + count)
    }

    /// The gate sums of a step, for callers of `runStep`.
    package func gates(_ step: Int) -> UnsafeMutablePointer<S> { gateRows.start + step * batch * 4 * hidden }

    /// State and cell after a step; −1 = the initial ones.
    package func state(after step: Int) -> (h: UnsafePointer<S>, c: UnsafePointer<S>) {
        let offset = (step + 1) * batch * hidden
        return (UnsafePointer(states.start + offset), UnsafePointer(cells.start + offset))
    }

    /// Backpropagation through time. Adds the weights' gradients.
    /// - Parameter outputs: The gradient of a step's states [B × H]; nil = no external gradient.
    /// - Returns: gradients of the gate sums [T·B × 4H], and of the initial state and cell [B × H].
    package func backward(
        _ outputs: (_ step: Int) -> UnsafePointer<S>?
    ) -> (gates: UnsafeMutablePointer<S>, h: UnsafePointer<S>, c: UnsafePointer<S>) {
        let count = batch * hidden
        let dh = stateGradient.room(count)
        let dc = cellGradient.room(count)
        dh.clear(count)
        dc.clear(count)
        for step in stride(from: time - 1, through: 0, by: -1) {
            if let outside = outputs(step) { S.arithmetic.addScaled(count, 1, outside, dh) }
            let gates = gateRows.start + step * count * 4
            S.arithmetic.lstmBackward(
                batch, hidden, gates, cells.start + step * count, cells.start + (step + 1) * count, dh, dc)
            recurrent.multiplyTransposed(gates, batch, into: dh)
            if let mask { S.arithmetic.multiply(count, dh, mask.start, dh) }
        }
        let seen = mask == nil ? states.start : masked.start
        recurrent.addGradient(seen, gateRows.start, time * batch)
        S.arithmetic.addRows(time * batch, 4 * hidden, gateRows.start, bias.gradient.start)
        return (gateRows.start, UnsafePointer(dh), UnsafePointer(dc))
    }
}
