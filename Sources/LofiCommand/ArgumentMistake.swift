import ArgumentParser

extension Failure {
    /// Creates a one-line failure from an argument parser error, with what the option is for.
    ///
    /// Returns nil if help was requested or no arguments were given: the parser prints a full page then.
    init?(ofArguments error: any Error) {
        let (code, message) = (LofiRenderCommand.exitCode(for: error), LofiRenderCommand.message(for: error))
        guard !code.isSuccess, !message.isEmpty, CommandLine.arguments.count > 1 else { return nil }
        let page = LofiRenderCommand.fullMessage(for: error).split(separator: "\n")
        let help = page.first { $0.hasPrefix("Help:") }.map(Self.purpose)
        let more = page.last { $0.hasPrefix("  See '") }.map { line in
            "see " + line.drop { $0 != "'" }.prefix { $0 != "\n" }.replacing(" for more information.", with: "")
        }
        let parts = [Self.withMeaning(message), help, more].compactMap { $0 }
        // The parser uses exit code 1 for unexpected errors.
        self.init(
            message: parts.joined(separator: "; "), exitCode: code.rawValue == 1 ? Self.unforeseen : code.rawValue)
    }

    /// `Help:  --tempo <tempo>  Tempo in quarter notes` without its first two columns.
    private static func purpose(_ line: Substring) -> String {
        let columns = line.dropFirst(5).split(separator: "  ").map { $0.drop { $0 == " " } }
        let text = columns.dropFirst().joined(separator: " ")
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    /// Options that people expect of such a program, and ours that do what they mean.
    private static let meanings: [(words: [String], option: String)] = [
        (["reverb", "room", "hall", "echo", "delay"], "--space"),
        (["crackle", "vinyl", "noise", "hiss", "lofi", "amount"], "--dust"),
        (["wow", "flutter", "detune", "warble"], "--wobble"),
        (["saturation", "drive", "lowpass", "filter", "tape"], "--warmth"),
        (["speed", "rate-of-play", "slowdown"], "--tempo"), (["duration", "time", "seconds"], "--length"),
        (["genre-style", "theme", "vibe", "mood"], "--style"), (["transpose", "pitch", "tonality"], "--key"),
        (["sf2", "font", "sound-font", "instrument", "instruments"], "--soundfont"),
        (["out", "output-file", "save", "file"], "--output"), (["drums-off", "without-drums"], "--no-drums"),
        (["samplerate", "sample-rate", "hz"], "--rate"), (["bit-depth", "depth", "bitdepth"], "--bits"),
        (["split", "tracks", "multitrack"], "--stems"), (["time-signature", "signature"], "--meter"),
        (["random", "random-seed"], "--seed"), (["silent", "no-output"], "--quiet"),
        (["volume", "gain", "loudness"], "--set master.loudness=-14"),
    ]

    /// The message of an unknown option, with the option of ours that means the same instead of the one that looks alike.
    private static func withMeaning(_ message: String) -> String {
        let start = "Unknown option '--"
        guard message.hasPrefix(start) else { return message }
        let word = message.dropFirst(start.count).prefix { $0 != "'" }.lowercased()
        guard let known = meanings.first(where: { $0.words.contains(word) }) else { return message }
        return "\(start)\(word)'. Did you mean '\(known.option)'?"
    }
}
