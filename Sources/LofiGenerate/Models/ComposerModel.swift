import LofiNeural

/// The composer, as stored in a model file of kind `composer`.
package final class ComposerModel: Sendable {
    /// Kind of the model file.
    package static let kind = "composer"

    /// General data of the file.
    package let header: ModelHeader
    /// The styles of music it knows, by index; a song's first word is one of them.
    package let styles: [String]
    /// The trained network.
    package let network: ComposerNetwork<Float>

    package init(header: ModelHeader, styles: [String], network: ComposerNetwork<Float>) {
        (self.header, self.styles, self.network) = (header, styles, network)
    }

    /// The model as a file.
    package func file() -> Safetensors {
        Safetensors(
            metadata: [
                "lofi-render": Safetensors.encoded(header), "shape": Safetensors.encoded(network.shape),
                "styles": Safetensors.encoded(styles),
            ], tensors: Safetensors.tensors(of: network.weights))
    }

    /// Reads a model file.
    package convenience init(_ bytes: [UInt8]) throws(ModelError) {
        let (file, header) = try Safetensors.model(bytes, wanted: [Self.kind])
        try self.init(file, header)
    }

    /// Takes a model from a file that is already parsed.
    package init(_ file: Safetensors, _ header: ModelHeader) throws(ModelError) {
        self.header = header
        styles = try file.decoded("styles")
        let shape: ComposerNetwork<Float>.Shape = try file.decoded("shape")
        guard (1...ComposerWord.styleCount).contains(styles.count) else { throw .noMetadata("styles") }
        guard shape.isSound else { throw .noMetadata("shape") }
        try file.check(bears: shape.parameterCount)
        network = ComposerNetwork(shape, seed: nil)
        try file.fillForPlaying(network.weights)
    }
}

extension ComposerNetwork.Shape {
    /// Whether the sizes are plausible and the vocabulary is that of this version.
    var isSound: Bool {
        rows == ComposerSituation.rowCount && rowsAtOnce == ComposerSituation.width && words == ComposerWord.count
            && repetitions == ComposerSituation.repetitions && (1...8).contains(hidden.count)
            && (hidden + [embedding]).allSatisfy { (1...1 << 14).contains($0) }
            && (0..<1).contains(dropout) && (0..<1).contains(recurrentDropout)
    }

    /// Number of weights.
    var parameterCount: Int {
        var (count, width) = (rows * embedding, embedding)
        for hidden in hidden {
            count += (width + hidden + 1) * 4 * hidden
            width = hidden
        }
        return count + (width + 1) * (words + 1)
    }
}
