import Glibc

/// Categorical cross-entropy of a softmax. Letters: M rows, V classes.
package enum SoftmaxCrossEntropy {
    /// Overwrites logits [M × V] with the gradient of the summed loss, times `scale`.
    /// - Parameter targets: M classes; rows with a negative one are ignored and get no gradient.
    /// - Returns: the loss in nats, summed over the rows and unscaled, and the number of rows whose target was the most
    ///   likely.
    package static func backward<S: NeuralScalar>(
        _ logits: UnsafeMutablePointer<S>, targets: [Int32], classes: Int, scale: S = 1
    ) -> (loss: Double, hits: Int) {
        S.arithmetic.softmax(targets.count, classes, logits)
        var (loss, hits) = (0.0, 0)
        for (row, target) in targets.enumerated() {
            let p = logits + row * classes
            guard target >= 0 else {
                p.clear(classes)
                continue
            }
            precondition(target < classes)
            let likelihood = p[Int(target)]
            loss -= log(max(Double(likelihood), .leastNormalMagnitude))
            if (0..<classes).allSatisfy({ p[$0] <= likelihood }) { hits += 1 }
            p[Int(target)] -= 1
            if scale != 1 { for index in 0..<classes { p[index] *= scale } }
        }
        return (loss, hits)
    }
}
