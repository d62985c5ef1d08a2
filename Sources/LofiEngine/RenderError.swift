import LofiDSP
import LofiPlatform
import LofiPlugin

/// Why a style could not be loaded, or a render failed or ended early. Nothing is left of its output.
public enum RenderError: Error, CustomStringConvertible {
    /// The style, or one of its plugins, cannot do what is asked of it.
    case style(StyleError)
    /// The library has no style of the name.
    case styleNotFound(StyleNotFound)
    /// A synthesizer or its SoundFont cannot be used.
    case synthesis(SynthesisError)
    /// A file cannot be created, read or written.
    case file(FileError)
    /// A file that a setting names cannot be read.
    case input(InputError)
    /// The song cannot be arranged as asked.
    case arrangement(ArrangementError)
    /// The style takes all sound away from a song that has some; true peak of the result in dBTP.
    case silent(truePeak: Double)
    /// The task that renders was cancelled.
    case cancelled
    /// A closure of the caller, or a plugin, threw an error.
    case stopped(any Error)

    /// Sorts an error by its type.
    init(_ error: any Error) {
        self =
            switch error {
            case let error as RenderError: error
            case let error as StyleError: .style(error)
            case let error as StyleNotFound: .styleNotFound(error)
            case let error as SynthesisError: .synthesis(error)
            case let error as FileError: .file(error)
            case let error as InputError: .input(error)
            case let error as ArrangementError: .arrangement(error)
            default: .stopped(error)
            }
    }

    /// The error within; the error itself if there is none.
    public var cause: any Error {
        switch self {
        case .style(let error): error
        case .styleNotFound(let error): error
        case .synthesis(let error): error
        case .file(let error): error
        case .input(let error): error
        case .arrangement(let error): error
        case .silent, .cancelled: self
        case .stopped(let error): error
        }
    }

    /// What is wrong, where, and the remedy.
    public var description: String {
        switch self {
        case .silent(let peak):
            "the result is silent: its peak is \(Int(max(peak, -999))) dBTP; look for levels, gains and filters in the style "
                + "that leave nothing of the song"
        case .cancelled: "the render was cancelled"
        case .style, .styleNotFound, .synthesis, .file, .input, .arrangement, .stopped: "\(cause)"
        }
    }
}
