/// Two generator options that cannot both be obeyed, and what is done about it.
///
/// Options that a generator does not have at all are refused elsewhere (`GeneratorOptions.prepared`), and whether two *values*
/// agree, such as those of `--key` and `--chords`, is for the generator to say (`ScoreGenerator.remarks`).
struct OptionPair {
    enum Verdict {
        /// Nothing is generated.
        case refused
        /// The first option wins; the second is ignored.
        case ignored
    }

    let first: String
    let second: String
    let verdict: Verdict
    let reason: String

    private init(_ first: String, _ second: String, _ verdict: Verdict, _ reason: String) {
        (self.first, self.second, self.verdict, self.reason) = (first, second, verdict, reason)
    }

    static let all = [
        OptionPair("model", "generator", .refused, "choose one"),
        OptionPair("melody", "continue", .refused, "choose one: a melody to accompany or a song to continue"),
        OptionPair("melody", "infill", .refused, "--infill replaces bars of --continue, not of a melody"),
        OptionPair("continue", "mode", .refused, "the song to continue has a mode; use --key to move it"),
        OptionPair("infill", "form", .refused, "--infill keeps the form of the song"),
        OptionPair("infill", "chords", .refused, "--infill keeps the chords of the song"),
        OptionPair("like", "no-memory", .refused, "phrases like a song's are always drawn independently"),
        OptionPair("towards", "spread", .refused, "the steps from --like to --towards have no spread"),
        OptionPair("events", "bars", .refused, "choose one: each sets the length"),
        OptionPair("melody", "bars", .ignored, "the melody sets the length"),
        OptionPair("infill", "bars", .ignored, "the song keeps its length"),
    ]

    /// Options that mean nothing without another.
    static let needs = [("infill", "continue"), ("spread", "like"), ("towards", "like")]

    /// Checks the options that were given, by name without dashes.
    /// - Returns: a line for each option that is ignored.
    /// - Throws: `Failure` for options that exclude or lack each other.
    static func check(_ given: Set<String>) throws -> [String] {
        let met = all.filter { given.contains($0.first) && given.contains($0.second) }
        if let pair = met.first(where: { $0.verdict == .refused }) {
            throw Failure(message: "--\(pair.first) and --\(pair.second): \(pair.reason)", exitCode: Failure.usage)
        }
        if let (option, other) = needs.first(where: { given.contains($0.0) && !given.contains($0.1) }) {
            throw Failure(message: "--\(option) needs --\(other)", exitCode: Failure.usage)
        }
        return met.map { "--\($0.second) is ignored with --\($0.first): \($0.reason)" }
    }
}
