/// Why no song was generated.
public enum GenerationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The command line of an external program is malformed; the reason gives the remedy.
    case commandLine(reason: String)
    /// It could not be started.
    case cannotStart(program: String, reason: String)
    /// It ended by itself, by a status or a signal ("exit status 1"); `lastWords` is the end of its standard error.
    case failed(program: String, ending: String, lastWords: String)
    /// It was terminated by lofi-render.
    case stopped(program: String, reason: String)
    /// The file is not a model, or not one of this kind.
    case model(path: String, reason: String)
    /// The model was not found.
    case noModel(reason: String)
    /// Settings that contradict each other, or name a file that cannot be used.
    case settings(reason: String)
    /// Its output is not a MIDI file.
    case noSong(program: String, reason: String)

    /// Message for the user, with the program or the model file if there is one.
    public var description: String {
        switch self {
        case .commandLine(let reason): "generator: \(reason)"
        case .cannotStart(let program, let reason): "generator \(program) cannot be started: \(reason)"
        case .failed(let program, let ending, let lastWords):
            "generator \(program) failed with \(ending)" + (lastWords.isEmpty ? "" : "; it said: \(lastWords)")
        case .stopped(let program, let reason): "generator \(program) stopped: \(reason)"
        case .model(let path, let reason): "\(path): \(reason)"
        case .noModel(let reason): reason
        case .settings(let reason): "generator: \(reason)"
        case .noSong(let program, let reason): "generator \(program) wrote no MIDI file: \(reason)"
        }
    }
}
