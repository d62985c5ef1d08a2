/// One song of a batch: its input, its output, and the options that a manifest sets for it.
struct BatchJob: Sendable {
    let input: String
    /// Path relative to the output folder.
    var output: String
    /// Whether a manifest names the output; otherwise the name comes from the input.
    var isOutputNamed = false
    /// The manifest's line, such as `songs.jsonl:3`; nil for a song given on the command line.
    var place: String?
    var wishes = SongWishes()
}

/// Options of `render`, by name, for one song.
struct SongWishes: Sendable, Decodable {
    var style: String?
    var seed: UInt64?
    var tempo: Word?
    var key: String?
    var length: Word?
    var set: [String: Word]?

    /// A JSON number, string or Boolean in the form typed on the command line.
    struct Word: Sendable, Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let flag = try? value.decode(Bool.self) {
                text = flag ? "true" : "false"
            } else if let whole = try? value.decode(Int.self) {
                text = String(whole)
            } else if let number = try? value.decode(Double.self) {
                text = String(number)
            } else {
                text = try value.decode(String.self)
            }
        }
    }
}

extension RenderOptions {
    /// These options, overridden by those of a song.
    func with(_ wishes: SongWishes) -> RenderOptions {
        var options = self
        if let style = wishes.style { options.style = style }
        if let seed = wishes.seed { options.seed = seed }
        if let tempo = wishes.tempo { options.tempo = tempo.text }
        if let key = wishes.key { options.key = key }
        if let length = wishes.length { options.length = length.text }
        // Sorted for a fixed order; the last setting of a key wins.
        options.settings += (wishes.set ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.text)" }
        return options
    }
}
