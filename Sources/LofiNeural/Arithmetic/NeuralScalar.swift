import CKernels

/// Scalar type of a network: Float for training and sampling, Double for gradient checks.
package protocol NeuralScalar: BinaryFloatingPoint, Sendable {
    static var arithmetic: Arithmetic<Self> { get }
}

/// The kernels for matrix products and element-wise loops, which could also be backed by a BLAS.
///
/// Each is documented in `CKernels.h`. Matrices are row-major.
/// A class, so that accessing it in a loop copies one reference instead of seventeen functions.
package final class Arithmetic<S: NeuralScalar>: @unchecked Sendable {
    package typealias In = UnsafePointer<S>
    package typealias Out = UnsafeMutablePointer<S>

    /// Instruction set: `avx512`, `avx2` or `portable`.
    package let name: String
    let panel: Int
    let workspace: Int
    let pack: (Int, Int, In, Int, Int, Out) -> Void
    let product: (Int, Int, Int, In, Int, Int, In, Out, Int, Bool, Out) -> Void
    let packNarrow: (Int, Int, In, UnsafeMutableRawPointer) -> Bool
    let rowProduct: (Int, Int, In, UnsafeRawPointer, Out) -> Void
    package let fillRows: (Int, Int, In, Out) -> Void
    package let addRows: (Int, Int, In, Out) -> Void
    package let multiply: (Int, In, In, Out) -> Void
    package let addScaled: (Int, S, In, Out) -> Void
    let sumOfSquares: (Int, In) -> Double
    let tanhForward: (Int, Out) -> Void
    let tanhBackward: (Int, In, Out) -> Void
    let lstmForward: (Int, Int, Out, In, Out, Out) -> Void
    let lstmBackward: (Int, Int, Out, In, In, In, Out) -> Void
    package let softmax: (Int, Int, Out) -> Void
    let rmsprop: (Int, Out, In, Out, S, S, S, S) -> Void
    let adam: (Int, Out, In, Out, Out, S, S, S, S, S, S) -> Void

    fileprivate init(
        name: String, panel: Int, workspace: Int, pack: @escaping (Int, Int, In, Int, Int, Out) -> Void,
        product: @escaping (Int, Int, Int, In, Int, Int, In, Out, Int, Bool, Out) -> Void,
        packNarrow: @escaping (Int, Int, In, UnsafeMutableRawPointer) -> Bool,
        rowProduct: @escaping (Int, Int, In, UnsafeRawPointer, Out) -> Void,
        fillRows: @escaping (Int, Int, In, Out) -> Void, addRows: @escaping (Int, Int, In, Out) -> Void,
        multiply: @escaping (Int, In, In, Out) -> Void, addScaled: @escaping (Int, S, In, Out) -> Void,
        sumOfSquares: @escaping (Int, In) -> Double, tanhForward: @escaping (Int, Out) -> Void,
        tanhBackward: @escaping (Int, In, Out) -> Void, lstmForward: @escaping (Int, Int, Out, In, Out, Out) -> Void,
        lstmBackward: @escaping (Int, Int, Out, In, In, In, Out) -> Void, softmax: @escaping (Int, Int, Out) -> Void,
        rmsprop: @escaping (Int, Out, In, Out, S, S, S, S) -> Void,
        adam: @escaping (Int, Out, In, Out, Out, S, S, S, S, S, S) -> Void
    ) {
        self.name = name
        self.panel = panel
        self.workspace = workspace
        self.pack = pack
        self.product = product
        self.packNarrow = packNarrow
        self.rowProduct = rowProduct
        self.fillRows = fillRows
        self.addRows = addRows
        self.multiply = multiply
        self.addScaled = addScaled
        self.sumOfSquares = sumOfSquares
        self.tanhForward = tanhForward
        self.tanhBackward = tanhBackward
        self.lstmForward = lstmForward
        self.lstmBackward = lstmBackward
        self.softmax = softmax
        self.rmsprop = rmsprop
        self.adam = adam
    }

    /// Number of elements of a packed matrix [k × n].
    func packedCount(_ k: Int, _ n: Int) -> Int { (n + panel - 1) / panel * panel * k }
}

extension Float: NeuralScalar {
    package static let arithmetic = Arithmetic<Float>(lofi_best_kernels_f32().pointee)
}

extension Double: NeuralScalar {
    package static let arithmetic = Arithmetic<Double>(lofi_best_kernels_f64().pointee)
}

extension Arithmetic<Float> {
    /// The kernels for a named instruction set, for comparisons; nil if the processor lacks it.
    package convenience init?(named name: String) {
        guard let kernels = lofi_kernels_named_f32(name) else { return nil }
        self.init(kernels.pointee)
    }

    convenience init(_ kernels: lofi_kernels_f32) {
        self.init(
            name: String(cString: kernels.name), panel: kernels.panel, workspace: kernels.workspace,
            pack: kernels.pack, product: kernels.product, packNarrow: kernels.packNarrow,
            rowProduct: kernels.rowProduct, fillRows: kernels.fillRows, addRows: kernels.addRows,
            multiply: kernels.multiply, addScaled: kernels.addScaled, sumOfSquares: kernels.sumOfSquares,
            tanhForward: kernels.tanhForward, tanhBackward: kernels.tanhBackward, lstmForward: kernels.lstmForward,
            lstmBackward: kernels.lstmBackward, softmax: kernels.softmax, rmsprop: kernels.rmsprop,
            adam: kernels.adam)
    }
}

extension Arithmetic<Double> {
    convenience init(_ kernels: lofi_kernels_f64) {
        self.init(
            name: String(cString: kernels.name), panel: kernels.panel, workspace: kernels.workspace,
            pack: kernels.pack, product: kernels.product, packNarrow: kernels.packNarrow,
            rowProduct: kernels.rowProduct, fillRows: kernels.fillRows, addRows: kernels.addRows,
            multiply: kernels.multiply, addScaled: kernels.addScaled, sumOfSquares: kernels.sumOfSquares,
            tanhForward: kernels.tanhForward, tanhBackward: kernels.tanhBackward, lstmForward: kernels.lstmForward,
            lstmBackward: kernels.lstmBackward, softmax: kernels.softmax, rmsprop: kernels.rmsprop,
            adam: kernels.adam)
    }
}
