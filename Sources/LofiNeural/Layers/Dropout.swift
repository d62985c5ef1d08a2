import LofiPlugin

/// Masks that silence a share of the units while a model learns (Srivastava et al. 2014).
package enum Dropout {
    /// 0 with probability `rate`, else 1 / (1 − rate), so that the mean stays.
    package static func mask<S: NeuralScalar>(
        _ count: Int, rate: Double, into mask: UnsafeMutablePointer<S>, _ stream: inout RandomStream
    ) {
        let kept = S(1 / (1 - rate))
        for index in 0..<count { mask[index] = stream.chance(rate) ? 0 : kept }
    }
}
