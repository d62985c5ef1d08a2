import FoundationEssentials
import LofiNeural

/// What a model file says of itself, beside its weights.
package struct ModelHeader: Sendable, Equatable, Codable {
    /// `note-chord-lstm` or `melody-vae`.
    package var kind: String
    /// Counts up when older programs could no longer read what is written.
    package var version = ModelHeader.currentVersion
    /// Digest and size of the corpus that it learnt from.
    package var corpus: CorpusNote
    /// What the data's makers allow, in their words or ours.
    package var licence: String
    package var epochs = 0
    package var heldOutLoss: Double?

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

/// A file that is no model, or none that is wanted.
package enum ModelError: Error, Equatable, CustomStringConvertible {
    case file(ModelFileError)
    case noMetadata(String)
    case kind(found: String, wanted: [String])
    case laterVersion(Int)
    case noCheckpoint

    package var description: String {
        switch self {
        case .file(let error): "\(error)"
        case .noMetadata(let key): "no model of lofi-render: its metadata has no readable `\(key)`"
        case .kind(let found, let wanted):
            "a model of the kind \(found); wanted is \(wanted.joined(separator: " or "))"
        case .laterVersion(let version):
            "written by a later lofi-render (model version \(version), this one reads \(ModelHeader.currentVersion))"
        case .noCheckpoint: "a finished model without the optimiser's state: name the .checkpoint beside it"
        }
    }
}

extension Safetensors {
    /// A shape that the file's own size does not bear out must not cost memory.
    func check(bears parameterCount: Int) throws(ModelError) {
        guard parameterCount <= tensors.reduce(0, { $0 + $1.values.count }) else {
            throw .file(.missing(tensor: "of the shape that it tells"))
        }
    }

    /// Fills the weights of a model that is to be played.
    func fillForPlaying(_ weights: [Weight<Float>]) throws(ModelError) {
        do { try fill(weights) } catch { throw .file(error) }
        for weight in weights { weight.prepareForRows() }
    }

    /// A part of the metadata, which is JSON.
    func decoded<T: Decodable>(_ key: String, as type: T.Type = T.self) throws(ModelError) -> T {
        guard let text = metadata[key] else { throw .noMetadata(key) }
        do { return try JSONDecoder().decode(T.self, from: Data(text.utf8)) } catch { throw .noMetadata(key) }
    }

    static func encoded(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // These values are ours: numbers, texts and lists of them.
        guard let data = try? encoder.encode(value) else { preconditionFailure("metadata cannot be written") }
        return String(decoding: data, as: UTF8.self)
    }

    /// Bytes of a model file of one of the wanted kinds, and its header.
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
