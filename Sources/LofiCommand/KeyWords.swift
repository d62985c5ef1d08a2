import LofiScore

/// Combines `--key`, with or without a mode, and `--mode` into a key.
enum KeyWords {
    /// The key named by `text`; `C` alone is C major, or C minor with `--mode minor`.
    /// - Throws: `Failure` for text that is not a key, or a key whose mode contradicts `--mode`.
    static func key(_ text: String, mode: String?) throws -> Key {
        guard let key = Key(text) else {
            throw Failure(
                message: "--key must be a key such as Eb, F# or \"A minor\", not \(text)", exitCode: Failure.usage)
        }
        guard let mode = mode.flatMap({ Key.Mode(rawValue: $0) }), mode != key.mode else { return key }
        // "C major" parses and "Am major" does not, which tells whether the text names a mode; a lower-case letter alone
        // means minor.
        let hasMode = Key("\(text) major") == nil || text.first { !$0.isWhitespace }?.isLowercase == true
        guard !hasMode else {
            throw Failure(
                message:
                    "--key \(text) and --mode \(mode.rawValue): \(text) is \(key); leave out --mode or change --key",
                exitCode: Failure.usage)
        }
        return Key(tonic: key.tonic, mode: mode)
    }
}
