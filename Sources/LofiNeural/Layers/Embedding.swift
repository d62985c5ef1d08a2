/// An embedding table with a row per token. Letters: M tokens, V vocabulary, E width.
package final class Embedding<S: NeuralScalar>: @unchecked Sendable {
    package let table: Weight<S>  // [V × E]

    /// A normally initialised table.
    package init(_ name: String, vocabulary: Int, width: Int, _ stream: inout Initialization) {
        table = Weight("\(name).table", vocabulary, width, isMultiplied: false)
        table.fillNormal(0.05, &stream)
    }

    /// The kernel of a layer with one-hot input, initialised like a dense kernel.
    package init(_ name: String, oneHot vocabulary: Int, width: Int, _ stream: inout Initialization) {
        table = Weight("\(name).table", vocabulary, width, isMultiplied: false)
        table.fillGlorot(&stream)
    }

    /// A table that shares the values of another and has its own gradient.
    package init(replicaOf other: Embedding) { table = other.table.replica() }

    /// y[M × E] += the tokens' rows. Negative tokens add nothing.
    package func add(_ tokens: [Int32], to y: UnsafeMutablePointer<S>) {
        let width = table.columns
        for (row, token) in tokens.enumerated() where token >= 0 {
            precondition(token < table.rows)
            S.arithmetic.addScaled(width, 1, table.value.start + Int(token) * width, y + row * width)
        }
    }

    /// Adds the table's gradient, given dy[M × E].
    package func backward(_ tokens: [Int32], _ dy: UnsafePointer<S>) {
        let width = table.columns
        for (row, token) in tokens.enumerated() where token >= 0 {
            S.arithmetic.addScaled(width, 1, dy + row * width, table.gradient.start + Int(token) * width)
        }
    }
}
