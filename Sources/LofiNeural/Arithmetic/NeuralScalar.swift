import CKernels

/// Float, in which models are trained and sampled, or Double, in which gradients are proved.
package protocol NeuralScalar: BinaryFloatingPoint, Sendable {
    static var arithmetic: Arithmetic<Self> { get }
}

/// The one door to the matrix products and loops over elements; a BLAS could stand behind it.
///
/// Each is described in `CKernels.h`. Matrices lie row by row.
package struct Arithmetic<S: NeuralScalar>: @unchecked Sendable {  // C functions
    package typealias In = UnsafePointer<S>
    package typealias Out = UnsafeMutablePointer<S>

    /// `avx512`, `avx2` or `portable`.
    package let name: String
    let panel: Int
    let workspace: Int
    let pack: (Int, Int, In, Int, Int, Out) -> Void
    let product: (Int, Int, Int, In, Int, Int, In, Out, Int, Bool, Out) -> Void
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

    /// Elements of a packed matrix [k × n].
    func packedCount(_ k: Int, _ n: Int) -> Int { (n + panel - 1) / panel * panel * k }
}

extension Float: NeuralScalar {
    package static let arithmetic = Arithmetic<Float>(lofi_best_kernels_f32().pointee)
}

extension Double: NeuralScalar {
    package static let arithmetic = Arithmetic<Double>(lofi_best_kernels_f64().pointee)
}

extension Arithmetic<Float> {
    /// The set of that name, so that sets can be compared; nil where the processor lacks it.
    package init?(named name: String) {
        guard let kernels = lofi_kernels_named_f32(name) else { return nil }
        self.init(kernels.pointee)
    }

    init(_ kernels: lofi_kernels_f32) {
        self.init(
            name: String(cString: kernels.name), panel: kernels.panel, workspace: kernels.workspace,
            pack: kernels.pack, product: kernels.product, fillRows: kernels.fillRows, addRows: kernels.addRows,
            multiply: kernels.multiply, addScaled: kernels.addScaled, sumOfSquares: kernels.sumOfSquares,
            tanhForward: kernels.tanhForward, tanhBackward: kernels.tanhBackward, lstmForward: kernels.lstmForward,
            lstmBackward: kernels.lstmBackward, softmax: kernels.softmax, rmsprop: kernels.rmsprop,
            adam: kernels.adam)
    }
}

extension Arithmetic<Double> {
    init(_ kernels: lofi_kernels_f64) {
        self.init(
            name: String(cString: kernels.name), panel: kernels.panel, workspace: kernels.workspace,
            pack: kernels.pack, product: kernels.product, fillRows: kernels.fillRows, addRows: kernels.addRows,
            multiply: kernels.multiply, addScaled: kernels.addScaled, sumOfSquares: kernels.sumOfSquares,
            tanhForward: kernels.tanhForward, tanhBackward: kernels.tanhBackward, lstmForward: kernels.lstmForward,
            lstmBackward: kernels.lstmBackward, softmax: kernels.softmax, rmsprop: kernels.rmsprop,
            adam: kernels.adam)
    }
}
