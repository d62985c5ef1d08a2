import LofiNeural

/// The note-chord LSTM with its words: what a model file of the kind `note-chord-lstm` holds.
package final class NoteChordModel: Sendable {
    package static let kind = "note-chord-lstm"

    /// How songs become words and words songs.
    package enum Coding: String, Sendable, Codable {
        /// The write-up's: names of notes and normal orders, an event each eighth, the likeliest always next.
        case asWritten = "as-written"
        /// Both hands with octaves, lengths and places in the bar, in one key.
        case barGrid = "bar-grid"
    }

    package let header: ModelHeader
    package let coding: Coding
    package let vocabulary: Vocabulary
    /// Tokens that the network learnt to look back on.
    package let window: Int
    package let network: NoteChordNetwork<Float>

    package init(
        header: ModelHeader, coding: Coding, vocabulary: Vocabulary, window: Int, network: NoteChordNetwork<Float>
    ) {
        (self.header, self.coding, self.vocabulary) = (header, coding, vocabulary)
        (self.window, self.network) = (window, network)
    }

    package func file() -> Safetensors {
        Safetensors(
            metadata: [
                "lofi-render": Safetensors.encoded(header), "coding": Safetensors.encoded(coding),
                "vocabulary": Safetensors.encoded(vocabulary.names), "window": Safetensors.encoded(window),
                "shape": Safetensors.encoded(network.shape),
            ], tensors: Safetensors.tensors(of: network.weights))
    }

    package convenience init(_ bytes: [UInt8]) throws(ModelError) {
        let (file, header) = try Safetensors.model(bytes, wanted: [Self.kind])
        try self.init(file, header)
    }

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
    /// Sizes that can be meant.
    var isSound: Bool {
        let sizes = hidden + [dense, vocabulary] + (embedding.map { [$0] } ?? [])
        return hidden.count == 3 && sizes.allSatisfy { (1...1 << 16).contains($0) }
            && (0..<1).contains(dropout) && (0..<1).contains(recurrentDropout)
    }

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
