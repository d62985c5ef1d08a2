/// Where the instruments come from.
public enum SoundFontSource: Sendable, Hashable, CustomStringConvertible {
    /// The font that is built into the program.
    case builtIn
    /// An .sf2 or .sf3 file.
    case file(String)

    public var description: String {
        switch self {
        case .builtIn: "the built-in SoundFont"
        case .file(let path): path
        }
    }
}

/// Why there is no instrument to play with.
public enum SynthesisError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The font cannot be used: it is missing, broken, or none.
    case soundFont(String, reason: String)
    /// FluidSynth refused.
    case synthesizer(String)

    public var description: String {
        switch self {
        case .soundFont(let path, let reason): "\(path): \(reason)"
        case .synthesizer(let reason): "FluidSynth: \(reason)"
        }
    }
}
