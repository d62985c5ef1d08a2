/// A trainable matrix [rows × columns] with its gradient.
///
/// Replicas share the values and have their own gradients, one per worker. The values are also kept packed for both
/// directions, because an LSTM multiplies by the same matrix at every time step. For single rows, as in sampling,
/// memory bandwidth is the limit: a matrix whose values all fit half-width numbers (as in model files) is read as such,
/// with identical results.
package final class Weight<S: NeuralScalar>: @unchecked Sendable {
    /// Name of its tensor in a model file.
    package let name: String
    package let rows: Int
    package let columns: Int
    /// The values, row-major.
    package let value: Buffer<S>
    /// The gradient, row-major.
    package let gradient: Buffer<S>
    /// Packed only for matrices used in products, not for biases and tables.
    private let packed: Buffer<S>?
    private let packedTransposed: Buffer<S>?
    private let narrow: Narrow
    private let workspace = GrowingBuffer<S>()
    private let scratch = GrowingBuffer<S>()
    /// Workspace for products; not allocated for inference of single rows.
    private var room: UnsafeMutablePointer<S> { workspace.room(S.arithmetic.workspace) }

    /// Number of elements.
    package var count: Int { rows * columns }

    /// - Parameter isMultiplied: Whether it is used in matrix products, which need packed copies.
    package init(_ name: String, _ rows: Int, _ columns: Int, isMultiplied: Bool) {
        (self.name, self.rows, self.columns) = (name, rows, columns)
        value = Buffer(rows * columns)
        gradient = Buffer(rows * columns)
        packed = isMultiplied ? Buffer(S.arithmetic.packedCount(rows, columns)) : nil
        packedTransposed = isMultiplied ? Buffer(S.arithmetic.packedCount(columns, rows)) : nil
        narrow = Narrow()
    }

    /// The values at half width if they are prepared and fit, shared by all replicas like the values.
    private final class Narrow {
        var packed: Buffer<S>?
    }

    private init(replicaOf other: Weight) {
        (name, rows, columns) = (other.name, other.rows, other.columns)
        (value, packed, packedTransposed) = (other.value, other.packed, other.packedTransposed)
        narrow = other.narrow
        gradient = Buffer(other.count)
    }

    /// A weight with the same values and its own gradient.
    func replica() -> Weight { Weight(replicaOf: self) }

    /// Updates the packed copies. Call after every change of the values.
    package func valuesChanged() {
        guard let packed, let packedTransposed else { return }
        S.arithmetic.pack(rows, columns, value.start, columns, 1, packed.start)
        S.arithmetic.pack(columns, rows, value.start, 1, columns, packedTransposed.start)
        narrow.packed = nil
    }

    /// Prepares for inference of single rows. Call once the values are final.
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
        guard let packed else { preconditionFailure("\(name) was created with isMultiplied: false") }
        S.arithmetic.product(m, columns, rows, x, rows, 1, packed.start, y, columns, accumulate, room)
    }

    /// dx[m × rows] = dy[m × columns] Wᵀ, or added to dx.
    func multiplyTransposed(
        _ dy: UnsafePointer<S>, _ m: Int, into dx: UnsafeMutablePointer<S>, accumulate: Bool = false
    ) {
        guard let packedTransposed else { preconditionFailure("\(name) was created with isMultiplied: false") }
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
