import LofiNeural

/// The note-chord LSTM with its vocabulary, as stored in a model file of kind `note-chord-lstm`.
package final class NoteChordModel: Sendable {
    /// Kind of the model file.
    package static let kind = "note-chord-lstm"

    /// How songs are encoded in tokens.
    package enum Coding: String, Sendable, Codable {
        /// As in the write-up: note names and normal orders, an event per eighth, always the most likely next.
        case asWritten = "as-written"
        /// Both hands with octaves, durations and positions in the bar, in a common key.
        case barGrid = "bar-grid"
    }

    /// General data of the file.
    package let header: ModelHeader
    /// How songs are encoded.
    package let coding: Coding
    /// Its tokens by index.
    package let vocabulary: Vocabulary
    /// Context length used in training, in tokens.
    package let window: Int
    /// The trained network.
    package let network: NoteChordNetwork<Float>

    package init(
        header: ModelHeader, coding: Coding, vocabulary: Vocabulary, window: Int, network: NoteChordNetwork<Float>
    ) {
        (self.header, self.coding, self.vocabulary) = (header, coding, vocabulary)
        (self.window, self.network) = (window, network)
    }

    /// The model as a file.
    package func file() -> Safetensors {
        Safetensors(
            metadata: [
                "lofi-render": Safetensors.encoded(header), "coding": Safetensors.encoded(coding),
                "vocabulary": Safetensors.encoded(vocabulary.names), "window": Safetensors.encoded(window),
                "shape": Safetensors.encoded(network.shape),
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
        coding = try file.decoded("coding")
        let names: [String] = try file.decoded("vocabulary")
        guard let vocabulary = Vocabulary(names: names) else { throw .noMetadata("vocabulary") }
        self.vocabulary = vocabulary
        window = try file.decoded("window")
        let shape: NoteChordNetwork<Float>.Shape = try file.decoded("shape")
        guard shape.isSound, shape.vocabulary == names.count, (1...100_000).contains(window) else {
            throw .noMetadata("shape")
        }
        try file.check(bears: shape.parameterCount)
        network = NoteChordNetwork(shape, seed: nil)
        try file.fillForPlaying(network.weights)
    }
}

extension NoteChordNetwork.Shape {
    /// Whether the sizes are plausible.
    var isSound: Bool {
        let sizes = hidden + [dense, vocabulary] + (embedding.map { [$0] } ?? [])
        return hidden.count == 3 && sizes.allSatisfy { (1...1 << 16).contains($0) }
            && (0..<1).contains(dropout) && (0..<1).contains(recurrentDropout)
    }

    /// Number of weights.
    var parameterCount: Int {
        var count = embedding.map { vocabulary * $0 } ?? 0
        var width = embedding ?? 1
        for hidden in hidden {
            count += (width + hidden + 1) * 4 * hidden
            width = hidden
        }
        return count + (width + 1) * dense + (dense + 1) * vocabulary
    }
}
