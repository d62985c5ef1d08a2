import LofiCore

extension Weight {
    /// Glorot and Bengio (2010), uniform in ±√(6 / (rows + columns)): what Keras gives a kernel.
    func fillGlorot(_ stream: inout RandomStream) {
        let limit = (6 / Double(rows + columns)).squareRoot()
        for index in 0..<count { value[index] = S(stream.uniform(-limit...limit)) }
        valuesChanged()
    }

    /// Normal with the given standard deviation.
    func fillNormal(_ deviation: Double, _ stream: inout RandomStream) {
        for index in 0..<count { value[index] = S(stream.normal() * deviation) }
        valuesChanged()
    }

    /// Rows of length 1 at right angles to each other (Saxe et al. 2014): what Keras gives a recurrent kernel.
    /// By Gram and Schmidt; rows must be no more than columns.
    func fillOrthogonal(_ stream: inout RandomStream) {
        precondition(rows <= columns)
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
