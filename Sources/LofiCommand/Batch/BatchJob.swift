/// One song of a batch: what is read, what is written, and what a line of a manifest sets for it alone.
struct BatchJob: Sendable {
    let input: String
    /// Below the folder of the results.
    var output: String
    /// Whether a manifest gave the output its name; else the input did.
    var isOutputNamed = false
    /// The manifest's line, such as `songs.jsonl:3`; nil for a song that was given itself.
    var place: String?
    var wishes = SongWishes()
}

/// Options of `render` by their names, for one song.
struct SongWishes: Sendable, Decodable {
    var style: String?
    var seed: UInt64?
    var tempo: Word?
    var key: String?
    var length: Word?
    var set: [String: Word]?

    /// A number, a text, true or false, as it would stand on a command line.
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
    /// These, with what a song wishes for itself in their place.
    func with(_ wishes: SongWishes) -> RenderOptions {
        var options = self
        if let style = wishes.style { options.style = style }
        if let seed = wishes.seed { options.seed = seed }
        if let tempo = wishes.tempo { options.tempo = tempo.text }
        if let key = wishes.key { options.key = key }
        if let length = wishes.length { options.length = length.text }
        // In a fixed order; the last word on a key holds.
        options.settings += (wishes.set ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.text)" }
        return options
    }
}
