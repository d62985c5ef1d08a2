/// One song of a batch: its input, its output, and the options that a manifest sets for it.
struct BatchJob: Sendable {
    let input: String
    /// Path relative to the output folder.
    var output: String
    /// Whether a manifest names the output; otherwise the name comes from the input.
    var isOutputNamed = false
    /// The manifest's line, such as `songs.jsonl:3`; nil for a song given on the command line.
    var place: String?
    /// Options of the manifest's line as they would be typed; they override those of the command line.
    var options: [String] = []
}
