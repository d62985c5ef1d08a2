/// Which SoundFont the instruments come from.
public enum SoundFontSource: Sendable, Hashable, CustomStringConvertible {
    /// The font inside the program.
    case builtIn
    /// An .sf2 or .sf3 file.
    case file(String)

    /// `the built-in SoundFont`, or the path as given.
    public var description: String {
        switch self {
        case .builtIn: "the built-in SoundFont"
        case .file(let path): path
        }
    }
}
