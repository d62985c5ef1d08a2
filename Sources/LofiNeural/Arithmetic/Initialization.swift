import LofiPlugin

/// Where a network's first weights come from: chance, or nowhere, where a file will fill them.
package struct Initialization {
    fileprivate var stream: RandomStream?

    /// - Parameter seed: nil leaves all weights zero.
    package init(_ seed: UInt64?, place: String) { stream = seed.map { RandomStream(seed: $0, place: place) } }
}

extension Weight {
    /// Glorot and Bengio (2010), uniform in ±√(6 / (rows + columns)): what Keras gives a kernel.
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

    /// Rows of length 1 at right angles to each other (Saxe et al. 2014): what Keras gives a recurrent kernel.
    /// By Gram and Schmidt; rows must be no more than columns.
    func fillOrthogonal(_ from: inout Initialization) {
        precondition(rows <= columns)
        guard var stream = from.stream else { return }
        defer { from.stream = stream }
        let all = Buffer<Double>(count)
        for row in 0..<rows {
            let new = all.start + row * columns
            for column in 0..<columns { new[column] = stream.normal() }
            // Twice: once leaves the rounding of long rows.
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
