import LofiNeural

/// The composer: what a model file of the kind `composer` holds.
package final class ComposerModel: Sendable {
    package static let kind = "composer"

    package let header: ModelHeader
    /// The kinds of music that it knows, by their numbers; a song's first word is one of them.
    package let styles: [String]
    package let network: ComposerNetwork<Float>

    package init(header: ModelHeader, styles: [String], network: ComposerNetwork<Float>) {
        (self.header, self.styles, self.network) = (header, styles, network)
    }

    package func file() -> Safetensors {
        Safetensors(
            metadata: [
                "lofi-render": Safetensors.encoded(header), "shape": Safetensors.encoded(network.shape),
                "styles": Safetensors.encoded(styles),
            ], tensors: Safetensors.tensors(of: network.weights))
    }

    package convenience init(_ bytes: [UInt8]) throws(ModelError) {
        let (file, header) = try Safetensors.model(bytes, wanted: [Self.kind])
        try self.init(file, header)
    }

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
    /// Sizes that can be meant, and the words of this version.
    var isSound: Bool {
        rows == ComposerSituation.rowCount && rowsAtOnce == ComposerSituation.width && words == ComposerWord.count
            && repetitions == ComposerSituation.repetitions && (1...8).contains(hidden.count)
            && (hidden + [embedding]).allSatisfy { (1...1 << 14).contains($0) }
            && (0..<1).contains(dropout) && (0..<1).contains(recurrentDropout)
    }

    var parameterCount: Int {
        var (count, width) = (rows * embedding, embedding)
        for hidden in hidden {
            count += (width + hidden + 1) * 4 * hidden
            width = hidden
        }
        return count + (width + 1) * (words + 1)
    }
}
