import FoundationEssentials
import LofiNeural

/// Metadata of a model file, beside its weights.
package struct ModelHeader: Sendable, Equatable, Codable {
    /// As `ScoreGenerator.modelKind` of the generator that plays it.
    package var kind: String
    /// Format version, raised when older programs can no longer read the file.
    package var version = ModelHeader.currentVersion
    /// Hash and size of the training corpus.
    package var corpus: CorpusNote
    /// Licence of the training data.
    package var licence: String
    /// Number of training epochs.
    package var epochs = 0
    /// Held-out loss in nats per example; nil if none was measured.
    package var heldOutLoss: Double?

    /// Hash and number of files of a corpus.
    package struct CorpusNote: Sendable, Equatable, Codable {
        package var digest: String
        package var files: Int

        package init(digest: String, files: Int) { (self.digest, self.files) = (digest, files) }
    }

    static let currentVersion = 1

    package init(kind: String, corpus: CorpusNote, licence: String) {
        (self.kind, self.corpus, self.licence) = (kind, corpus, licence)
    }
}

/// An error that makes a model file unusable.
package enum ModelError: Error, Equatable, CustomStringConvertible {
    case file(ModelFileError)
    case noMetadata(String)
    case kind(found: String, wanted: [String])
    case laterVersion(Int)
    case noCheckpoint

    package var description: String {
        switch self {
        case .file(let error): "\(error)"
        case .noMetadata(let key): "not a lofi-render model: its metadata has no readable `\(key)`"
        case .kind(let found, let wanted):
            "a model of kind \(found), but \(wanted.joined(separator: " or ")) is needed"
        case .laterVersion(let version):
            "written by a later lofi-render (model version \(version), this one reads \(ModelHeader.currentVersion))"
        case .noCheckpoint: "a finished model without optimiser state; give the .checkpoint file beside it instead"
        }
    }
}

extension Safetensors {
    /// Verifies that the file is large enough for its claimed shape before memory is allocated.
    func check(bears parameterCount: Int) throws(ModelError) {
        guard parameterCount <= tensors.reduce(0, { $0 + $1.values.count }) else {
            throw .file(.missing(tensor: "of the size its shape claims"))
        }
    }

    /// Loads the weights of a model for inference.
    func fillForPlaying(_ weights: [Weight<Float>]) throws(ModelError) {
        do { try fill(weights) } catch { throw .file(error) }
        for weight in weights { weight.prepareForRows() }
    }

    /// Decodes a JSON value of the metadata.
    package func decoded<T: Decodable>(_ key: String, as type: T.Type = T.self) throws(ModelError) -> T {
        guard let text = metadata[key] else { throw .noMetadata(key) }
        do { return try JSONDecoder().decode(T.self, from: Data(text.utf8)) } catch { throw .noMetadata(key) }
    }

    package static func encoded(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // The values are our own numbers, strings and lists of them, which always encode.
        guard let data = try? encoder.encode(value) else { preconditionFailure("metadata cannot be written") }
        return String(decoding: data, as: UTF8.self)
    }

    /// Parses a model file of one of the wanted kinds, with its header.
    package static func model(_ bytes: [UInt8], wanted: [String]) throws(ModelError) -> (
        file: Safetensors, header: ModelHeader
    ) {
        let file: Safetensors
        do { file = try Safetensors(bytes) } catch { throw .file(error) }
        let header: ModelHeader = try file.decoded("lofi-render")
        guard header.version <= ModelHeader.currentVersion else { throw .laterVersion(header.version) }
        guard wanted.contains(header.kind) else { throw .kind(found: header.kind, wanted: wanted) }
        return (file, header)
    }
}
