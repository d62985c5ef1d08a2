/// Why notes cannot be turned into audio.
public enum SynthesisError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The SoundFont is missing, broken or not a SoundFont.
    case soundFont(String, reason: String)
    /// A synthesizer lacks a library; the reason says how to install it.
    case unavailable(synthesizer: String, reason: String)
    /// A synthesizer gave up.
    case failed(synthesizer: String, reason: String)

    /// Message for the user: the SoundFont or the kind of synthesizer, then the reason.
    public var description: String {
        switch self {
        case .soundFont(let path, let reason): "\(path): \(reason)"
        case .unavailable(let synthesizer, let reason), .failed(let synthesizer, let reason):
            "\(synthesizer): \(reason)"
        }
    }
}
