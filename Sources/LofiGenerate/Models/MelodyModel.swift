import LofiNeural

/// The melody autoencoder with its prior, if trained, as stored in a model file of kind `melody-vae`.
package final class MelodyModel: Sendable {
    /// Kind of the model file.
    package static let kind = "melody-vae"

    /// General data of the file.
    package let header: ModelHeader
    /// The trained autoencoder.
    package let network: MelodyVAENetwork<Float>
    /// Prior over phrase sequences; nil if training stopped before it.
    package let prior: LatentPrior<Float>?

    package init(header: ModelHeader, network: MelodyVAENetwork<Float>, prior: LatentPrior<Float>?) {
        (self.header, self.network, self.prior) = (header, network, prior)
    }

    /// The model as a file.
    package func file() -> Safetensors {
        var metadata = ["lofi-render": Safetensors.encoded(header), "shape": Safetensors.encoded(network.shape)]
        if let prior { metadata["prior"] = Safetensors.encoded(prior.shape) }
        return Safetensors(
            metadata: metadata, tensors: Safetensors.tensors(of: network.weights + (prior?.weights ?? [])))
    }

    /// Reads a model file.
    package convenience init(_ bytes: [UInt8]) throws(ModelError) {
        let (file, header) = try Safetensors.model(bytes, wanted: [Self.kind])
        try self.init(file, header)
    }

    /// Takes a model from a file that is already parsed.
    package init(_ file: Safetensors, _ header: ModelHeader) throws(ModelError) {
        self.header = header
        let shape: MelodyVAENetwork<Float>.Shape = try file.decoded("shape")
        let priorShape: LatentPrior<Float>.Shape? = file.metadata["prior"] == nil ? nil : try file.decoded("prior")
        guard shape.isSound, priorShape?.isSound(latent: shape.latent) ?? true else { throw .noMetadata("shape") }
        try file.check(bears: shape.parameterCount + (priorShape?.parameterCount ?? 0))
        network = MelodyVAENetwork(shape, seed: nil)
        prior = priorShape.map { LatentPrior($0, seed: nil) }
        try file.fillForPlaying(network.weights + (prior?.weights ?? []))
    }
}

extension MelodyVAENetwork.Shape {
    /// Whether the sizes are plausible and the events those of this version.
    var isSound: Bool {
        events == Melody.eventCount && steps == Melody.stepCount && decoder.count == 2
            && (decoder + [encoder, latent]).allSatisfy { (1...1 << 14).contains($0) }
    }

    /// Number of weights.
    var parameterCount: Int {
        let (h, h1, h2, z) = (encoder, decoder[0], decoder[1], latent)
        let encoderCount = 2 * (events + h + 1) * 4 * h + 2 * (2 * h + 1) * z
        let decoderCount = (z + 1) * 2 * (h1 + h2) + (events + z + h1 + 1) * 4 * h1 + (h1 + h2 + 1) * 4 * h2
        return encoderCount + decoderCount + (h2 + 1) * events
    }
}

extension LatentPrior.Shape {
    func isSound(latent: Int) -> Bool { self.latent == latent && (1...1 << 14).contains(hidden) }

    var parameterCount: Int { (latent + hidden + 1) * 4 * hidden + 2 * (hidden + 1) * latent }
}
