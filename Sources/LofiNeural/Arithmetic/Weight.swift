/// A learnt matrix [rows × columns] with its gradient.
///
/// Replicas share the values and have gradients of their own, one a worker. The values are kept packed for both directions
/// besides, because an LSTM multiplies by the same matrix at every step of time. One row at a time, as in sampling, memory
/// is what limits: a matrix whose values all fit numbers of half the width (as model files hold them) is read as such, with
/// the same result.
package final class Weight<S: NeuralScalar>: @unchecked Sendable {
    package let name: String
    package let rows: Int
    package let columns: Int
    package let value: Buffer<S>
    package let gradient: Buffer<S>
    /// Only a matrix that something is multiplied by is packed; biases and tables are not.
    private let packed: Buffer<S>?
    private let packedTransposed: Buffer<S>?
    private let narrow: Narrow
    private let workspace = GrowingBuffer<S>()
    private let scratch = GrowingBuffer<S>()
    /// What a product needs; a model that is only played has none.
    private var room: UnsafeMutablePointer<S> { workspace.room(S.arithmetic.workspace) }

    package var count: Int { rows * columns }

    package init(_ name: String, _ rows: Int, _ columns: Int, isMultiplied: Bool) {
        (self.name, self.rows, self.columns) = (name, rows, columns)
        value = Buffer(rows * columns)
        gradient = Buffer(rows * columns)
        packed = isMultiplied ? Buffer(S.arithmetic.packedCount(rows, columns)) : nil
        packedTransposed = isMultiplied ? Buffer(S.arithmetic.packedCount(columns, rows)) : nil
        narrow = Narrow()
    }

    /// The values in numbers of half the width, where they are prepared and fit; one for all replicas, as the values are.
    private final class Narrow {
        var packed: Buffer<S>?
    }

    private init(replicaOf other: Weight) {
        (name, rows, columns) = (other.name, other.rows, other.columns)
        (value, packed, packedTransposed) = (other.value, other.packed, other.packedTransposed)
        narrow = other.narrow
        gradient = Buffer(other.count)
    }

    func replica() -> Weight { Weight(replicaOf: self) }

    /// To be called after every change of the values.
    package func valuesChanged() {
        guard let packed, let packedTransposed else { return }
        S.arithmetic.pack(rows, columns, value.start, columns, 1, packed.start)
        S.arithmetic.pack(columns, rows, value.start, 1, columns, packedTransposed.start)
        narrow.packed = nil
    }

    /// To be called once the values will change no more.
    package func prepareForRows() {
        guard packed != nil else { return }
        let packed = Buffer<S>((S.arithmetic.packedCount(rows, columns) + 1) / 2)
        narrow.packed = S.arithmetic.packNarrow(rows, columns, value.start, packed.start) ? packed : nil
    }

    /// y[m × columns] = x[m × rows] W, or added to y.
    func multiply(
        _ x: UnsafePointer<S>, _ m: Int, into y: UnsafeMutablePointer<S>, accumulate: Bool = false
    ) {
        if m == 1, let packed = narrow.packed {
            if !accumulate { y.clear(columns) }
            S.arithmetic.rowProduct(columns, rows, x, packed.start, y)
            return
        }
        guard let packed else { preconditionFailure("\(name) is not made to be multiplied by") }
        S.arithmetic.product(m, columns, rows, x, rows, 1, packed.start, y, columns, accumulate, room)
    }

    /// dx[m × rows] = dy[m × columns] Wᵀ, or added to dx.
    func multiplyTransposed(
        _ dy: UnsafePointer<S>, _ m: Int, into dx: UnsafeMutablePointer<S>, accumulate: Bool = false
    ) {
        guard let packedTransposed else { preconditionFailure("\(name) is not made to be multiplied by") }
        S.arithmetic.product(
            m, rows, columns, dy, columns, 1, packedTransposed.start, dx, rows, accumulate, room)
    }

    /// dW += x[m × rows]ᵀ dy[m × columns].
    func addGradient(_ x: UnsafePointer<S>, _ dy: UnsafePointer<S>, _ m: Int) {
        let packedDy = scratch.room(S.arithmetic.packedCount(m, columns))
        S.arithmetic.pack(m, columns, dy, columns, 1, packedDy)
        S.arithmetic.product(
            rows, columns, m, x, 1, rows, packedDy, gradient.start, columns, true, room)
    }
}
