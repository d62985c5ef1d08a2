extension SIMD8<Float> {
    /// The product with the 8 × 8 Hadamard matrix, without its scale of 1 / √8: orthogonal, so that feedback through it is
    /// lossless.
    @inline(__always)
    var hadamard: Self { SIMD8(lowHalf: (lowHalf + highHalf).hadamard, highHalf: (lowHalf - highHalf).hadamard) }
}

extension SIMD4<Float> {
    @inline(__always)
    fileprivate var hadamard: Self {
        let y = SIMD4(self[2], self[3], self[0], self[1]) + self * SIMD4(1, 1, -1, -1)
        return SIMD4(y[1], y[0], y[3], y[2]) + y * SIMD4(1, -1, 1, -1)
    }
}
