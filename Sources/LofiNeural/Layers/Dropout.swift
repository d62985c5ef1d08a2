import LofiPlugin

/// Dropout masks for training (Srivastava et al. 2014).
package enum Dropout {
    /// Fills a mask with 0 at probability `rate`, otherwise 1 / (1 − rate), which preserves the mean.
    package static func mask<S: NeuralScalar>(
        _ count: Int, rate: Double, into mask: UnsafeMutablePointer<S>, _ stream: inout RandomStream
    ) {
        let kept = S(1 / (1 - rate))
        for index in 0..<count { mask[index] = stream.chance(rate) ? 0 : kept }
    }
}
