/// A row of a table for each token. Letters: M tokens, V vocabulary, E width.
package final class Embedding<S: NeuralScalar>: @unchecked Sendable {
    package let table: Weight<S>  // [V × E]

    package init(_ name: String, vocabulary: Int, width: Int, _ stream: inout Initialization) {
        table = Weight("\(name).table", vocabulary, width, isMultiplied: false)
        table.fillNormal(0.05, &stream)
    }

    /// The kernel of one-hot input to a layer of `width`, initialised as such.
    package init(_ name: String, oneHot vocabulary: Int, width: Int, _ stream: inout Initialization) {
        table = Weight("\(name).table", vocabulary, width, isMultiplied: false)
        table.fillGlorot(&stream)
    }

    package init(replicaOf other: Embedding) { table = other.table.replica() }

    /// y[M × E] += the tokens' rows. A token below 0 is none: it adds nothing.
    package func add(_ tokens: [Int32], to y: UnsafeMutablePointer<S>) {
        let width = table.columns
        for (row, token) in tokens.enumerated() where token >= 0 {
            precondition(token < table.rows)
            S.arithmetic.addScaled(width, 1, table.value.start + Int(token) * width, y + row * width)
        }
    }

    /// The table's gradient from dy[M × E].
    package func backward(_ tokens: [Int32], _ dy: UnsafePointer<S>) {
        let width = table.columns
        for (row, token) in tokens.enumerated() where token >= 0 {
            S.arithmetic.addScaled(width, 1, dy + row * width, table.gradient.start + Int(token) * width)
        }
    }
}
