import LofiPlugin

/// Source of a network's initial weights: random, or zero if they will be loaded from a file.
package struct Initialization {
    fileprivate var stream: RandomStream?

    /// - Parameters:
    ///   - seed: nil = leave all weights zero.
    ///   - place: Name of the random stream.
    package init(_ seed: UInt64?, place: String) { stream = seed.map { RandomStream(seed: $0, place: place) } }
}

extension Weight {
    /// Glorot and Bengio (2010): uniform in ±√(6 / (rows + columns)), Keras's default for kernels.
    func fillGlorot(_ from: inout Initialization) {
        guard var stream = from.stream else { return }
        let limit = (6 / Double(rows + columns)).squareRoot()
        for index in 0..<count { value[index] = S(stream.uniform(-limit...limit)) }
        from.stream = stream
        valuesChanged()
    }

    /// Normal with the given standard deviation.
    func fillNormal(_ deviation: Double, _ from: inout Initialization) {
        guard var stream = from.stream else { return }
        for index in 0..<count { value[index] = S(stream.normal() * deviation) }
        from.stream = stream
        valuesChanged()
    }

    /// Orthonormal rows (Saxe et al. 2014), Keras's default for recurrent kernels.
    ///
    /// Uses Gram–Schmidt; requires rows ≤ columns.
    func fillOrthogonal(_ from: inout Initialization) {
        precondition(rows <= columns)
        guard var stream = from.stream else { return }
        defer { from.stream = stream }
        let all = Buffer<Double>(count)
        for row in 0..<rows {
            let new = all.start + row * columns
            for column in 0..<columns { new[column] = stream.normal() }
            // Twice, because one pass leaves rounding errors in long rows.
            for _ in 0..<2 {
                for other in 0..<row {
                    let old = all.start + other * columns
                    var dot = 0.0
                    for column in 0..<columns { dot += new[column] * old[column] }
                    Double.arithmetic.addScaled(columns, -dot, old, new)
                }
            }
            let length = Double.arithmetic.sumOfSquares(columns, new).squareRoot()
            for column in 0..<columns { new[column] /= length }
        }
        for index in 0..<count { value[index] = S(all[index]) }
        valuesChanged()
    }
}
